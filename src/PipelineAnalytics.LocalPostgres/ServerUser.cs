using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace PipelineAnalytics.LocalPostgres;

/// <summary>
/// Whom the server runs as. PostgreSQL refuses to run as root; then it runs as <c>postgres</c>, or <c>nobody</c> where that is missing.
/// (On Windows pg_ctl drops an administrator's privileges itself.)
/// </summary>
/// <param name="Name">The user's name, null for whoever runs us.</param>
/// <param name="Prefix">The words before a command that make it run as that user.</param>
internal sealed record ServerUser(string? Name, IReadOnlyList<string> Prefix)
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    public static async Task<ServerUser> ChooseAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new(null, []);

        foreach (var name in Candidates)
        {
            if (await AnswerAsync(["id", "-u", name], cancellationToken) is not { } uid
                || await AnswerAsync(["id", "-g", name], cancellationToken) is not { } gid)
                continue;

            // setpriv becomes the command; runuser stays as its parent and asks PAM. Busybox has a setpriv that cannot do it.
            string[][] ways = [["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--"], ["runuser", "-u", name, "--"]];
            foreach (var way in ways)
                if (await AnswerAsync([.. way, "id", "-u"], cancellationToken) == uid)
                    return new(name, way);
        }

        throw new PipelineException("PostgreSQL does not run as root, and neither setpriv nor runuser could switch to the user postgres "
            + "or nobody: run as another user, or install util-linux.");
    }

    public IReadOnlyList<string> Words(string file, IEnumerable<string> arguments) => [.. Prefix, file, .. arguments];

    /// <summary>
    /// Where the private folder is made: the system's temporary folder, unless <see cref="Name"/> could not reach it
    /// (a root session often has a temporary folder that only root may enter).
    /// </summary>
    public string TemporaryFolder() => Name is null || ReachableByAll(Path.GetTempPath()) ? Path.GetTempPath() : "/tmp";

    /// <summary>Hands a file or an empty folder over to the server's user.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is not null)
            await Cli.Wrap("chown").WithArguments([Name, path]).ExecuteAsync(cancellationToken);
    }

    private static bool ReachableByAll(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
            if (!folder.Exists || (folder.UnixFileMode & UnixFileMode.OtherExecute) == 0)
                return false;
        return true;
    }

    private static async Task<string?> AnswerAsync(string[] words, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Cli.Wrap(words[0]).WithArguments(words[1..]).WithWorkingDirectory("/")
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
            return answer.ExitCode == 0 ? answer.StandardOutput.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null; // no such command on this machine: the next one is tried
        }
    }
}
