using System.Text.RegularExpressions;

namespace PipelineAnalytics.Postgres;

/// <summary>Where PostgreSQL's binaries may be on a machine.</summary>
/// <param name="Path">The folders of PATH, in its order.</param>
/// <param name="Usual">Where packages install; a <c>*</c> stands for any part of one folder's name, usually the version.</param>
/// <param name="Extension">What the name of an executable ends with: <c>.exe</c> on Windows.</param>
internal sealed partial record PostgresPlaces(IReadOnlyList<string> Path, IReadOnlyList<string> Usual, string Extension)
{
    // Debian, SUSE and Alpine, Fedora and RHEL; Homebrew on Arm and on Intel, Postgres.app.
    // Homebrew's libpq is last: it has the clients and no server.
    private static readonly string[] UsualOnUnix =
    [
        "/usr/lib/postgresql/*/bin", "/usr/lib/postgresql*/bin", "/usr/pgsql-*/bin", "/usr/bin",
        "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "/opt/homebrew/opt/libpq/bin", "/usr/local/opt/libpq/bin",
    ];

    public static PostgresPlaces OfThisMachine() => new(
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        OperatingSystem.IsWindows()
            ? [System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin")]
            : UsualOnUnix,
        OperatingSystem.IsWindows() ? ".exe" : "");

    /// <summary>Every folder to look in: PATH as the user ordered it, then the usual places, newest version first.</summary>
    public IEnumerable<string> Folders() =>
        Path.Concat(Usual.SelectMany(Expand).OrderByDescending(found => found.Version).Select(found => found.Folder));

    /// <summary>The executable's path when <paramref name="folder"/> has it, else null.</summary>
    public string? Executable(string folder, string tool)
    {
        var path = System.IO.Path.Combine(folder, tool + Extension);
        return File.Exists(path) && MayRun(path) ? path : null;
    }

    // A shell skips what it may not run, and so do we: otherwise a stray file would hide the tool behind it.
    private static bool MayRun(string path) => OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static IEnumerable<(string Folder, Version Version)> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [(pattern, new Version(0, 0))];

        var start = pattern.LastIndexOfAny(['/', '\\'], star);
        var end = pattern.IndexOfAny(['/', '\\'], star);
        var (parent, name, rest) = (pattern[..start], pattern[(start + 1)..end], pattern[(end + 1)..]);
        return !Directory.Exists(parent)
            ? []
            : Directory.GetDirectories(parent, name)
                .Select(folder => (System.IO.Path.Combine(folder, rest), VersionIn(System.IO.Path.GetFileName(folder))));
    }

    // Compared as numbers: as text, 9.6 would be newer than 16.
    private static Version VersionIn(string folderName)
    {
        var number = Number().Match(folderName).Value;
        return Version.TryParse(number.Contains('.', StringComparison.Ordinal) ? number : number + ".0", out var version)
            ? version
            : new Version(0, 0);
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)*")]
    private static partial Regex Number();
}
