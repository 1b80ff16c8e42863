using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Finds PostgreSQL's binaries. The setting <c>Pipeline__PostgresBin</c> decides; without it PATH, which is what the user chose;
/// then the places where packages install, newest version first.
/// </summary>
public static partial class PostgresBinaries
{
    // Debian keeps a server's binaries out of PATH, and a folder with only some of them starts nothing.
    private static readonly string[] Server = ["initdb", "postgres", "pg_ctl"];

    /// <summary>The full path of a client tool, <c>pg_dump</c> for instance.</summary>
    /// <param name="tool">The name, without <c>.exe</c>.</param>
    /// <param name="binFolder">The setting <c>Pipeline__PostgresBin</c>; null or blank to search.</param>
    /// <exception cref="PipelineException">The setting's folder lacks the tool (exit code 2), or no place has it (1).</exception>
    public static string FindTool(string tool, string? binFolder) => FindTool(tool, binFolder, PostgresPlaces.OfThisMachine());

    internal static string FindTool(string tool, string? binFolder, PostgresPlaces places) =>
        places.Executable(FolderWith([tool], binFolder, places) ?? throw NotFound(tool,
            "apt-get install postgresql-client, dnf install postgresql, brew install postgresql, "
            + "or https://www.postgresql.org/download/windows"), tool)!;

    /// <summary>The folder that holds a server's binaries: <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c>.</summary>
    /// <inheritdoc cref="FindTool(string, string?)"/>
    public static string FindFolder(string? binFolder) => FindFolder(binFolder, PostgresPlaces.OfThisMachine());

    internal static string FindFolder(string? binFolder, PostgresPlaces places) =>
        FolderWith(Server, binFolder, places) ?? throw NotFound("A PostgreSQL server (initdb, postgres, pg_ctl)",
            "apt-get install postgresql, dnf install postgresql-server, brew install postgresql, "
            + "or https://www.postgresql.org/download/windows");

    /// <summary>The version that a tool says it has: 15.18, 9.6.24; 17.0 for <c>17beta1</c>.</summary>
    /// <exception cref="PipelineException">It does not run, or answers something else than a version of PostgreSQL.</exception>
    public static async Task<Version> ToolVersionAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await Cli.Wrap(path).WithArguments("--version").WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            return ParseVersion(answer.StandardOutput) ?? throw Unusable(path,
                $"it answered \"{FirstLine(answer.StandardOutput + answer.StandardError)}\" to --version, with exit code {answer.ExitCode}");
        }
        catch (Win32Exception failure)
        {
            throw Unusable(path, FirstLine(failure.Message));
        }
    }

    /// <summary>Reads "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"; null for a text that is no such line.</summary>
    internal static Version? ParseVersion(string text)
    {
        var match = VersionLine().Match(text);
        if (!match.Success)
            return null;

        int Part(string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        var minor = match.Groups["minor"].Success ? Part("minor") : 0;
        return match.Groups["patch"].Success ? new(Part("major"), minor, Part("patch")) : new(Part("major"), minor);
    }

    private static string? FolderWith(string[] tools, string? binFolder, PostgresPlaces places)
    {
        if (string.IsNullOrWhiteSpace(binFolder))
            return places.Folders().FirstOrDefault(folder => tools.All(tool => places.Executable(folder, tool) is not null));

        var missing = tools.Where(tool => places.Executable(binFolder, tool) is null).ToArray();
        return missing.Length == 0 ? Path.GetFullPath(binFolder) : throw PipelineException.Misused(
            $"Pipeline__PostgresBin: {binFolder} has no {string.Join(" and no ", missing)}: "
            + "give the folder that holds PostgreSQL's binaries, or leave the setting empty to search PATH.");
    }

    private static PipelineException NotFound(string thing, string install) => new(
        $"{thing} is neither on PATH nor in the usual places: install PostgreSQL ({install}) or name its folder in Pipeline__PostgresBin.");

    private static PipelineException Unusable(string path, string cause) => new(
        $"{path} is not a usable PostgreSQL binary: {cause}: install PostgreSQL again or name another folder in Pipeline__PostgresBin.");

    private static string FirstLine(string text) => text.AsSpan().Trim().ToString().Split('\n')[0].TrimEnd();

    [GeneratedRegex(@"^[\w.-]+ \([^)]+\) (?<major>\d{1,4})(\.(?<minor>\d{1,4}))?(\.(?<patch>\d{1,4}))?(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();
}
