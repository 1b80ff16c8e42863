using CliWrap;
using CliWrap.Buffered;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.LocalPostgres;

/// <summary>initdb and pg_ctl, run as the server's user in the private folder.</summary>
internal sealed class ServerCommands(string folder, string binFolder, ServerUser user)
{
    public const string Superuser = "postgres";

    private string Data => Path.Combine(folder, "data");

    private string Log => Path.Combine(folder, "server.log");

    /// <summary>The command that stops the server at once; the guardian runs it too, when we are no more.</summary>
    public IReadOnlyList<string> StopCommand(string mode = "immediate") =>
        user.Words(Path.Combine(binFolder, "pg_ctl"), ["stop", "-D", Data, "-m", mode, "-w", "-s"]);

    public async Task InitialiseAsync(string password, string configuration, CancellationToken cancellationToken)
    {
        var passwordFile = await WriteSecretAsync(password, cancellationToken);
        try
        {
            await InitdbAsync(passwordFile, cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), configuration, cancellationToken);
    }

    /// <summary>Copies a running server's data, to start as its standby. The password stays in the private folder: the standby needs it as long as it lives.</summary>
    public async Task CopyAsync(int primaryPort, string password, CancellationToken cancellationToken)
    {
        var passwordFile = await WriteSecretAsync($"*:*:*:{Superuser}:{password}", cancellationToken);
        var result = await RunAsync(user.Words(PostgresBinaries.FindTool("pg_basebackup", binFolder: null),
        [
            "--pgdata", Data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
            "--dbname", $"host=127.0.0.1 port={primaryPort} user={Superuser} passfile='{passwordFile}'",
        ]), cancellationToken);
        if (result.ExitCode != 0) throw new PipelineException($"pg_basebackup could not make a standby in {folder}: {ServerLog.Reason(result.StandardError)}: its server needs wal_level replica and max_wal_senders.");
    }

    /// <summary>Starts the server and waits until it takes connections. Returns null, or why it did not start: a line of its log.</summary>
    public async Task<string?> StartAsync(int port, CancellationToken cancellationToken)
    {
        File.Delete(Log); // so that what is read after a failure is about this start
        var result = await RunAsync(
            user.Words(Path.Combine(binFolder, "pg_ctl"), ["start", "-D", Data, "-l", Log, "-w", "-s", "-o", $"-p {port}"]),
            cancellationToken);
        return result.ExitCode == 0 ? null
            : ServerLog.Reason(File.Exists(Log) ? await File.ReadAllTextAsync(Log, cancellationToken) : result.StandardError);
    }

    /// <summary>Stops the server; one that does not run is stopped already.</summary>
    public Task StopAsync(string mode, CancellationToken cancellationToken) => RunAsync(StopCommand(mode), cancellationToken);

    private async Task InitdbAsync(string passwordFile, CancellationToken cancellationToken)
    {
        BufferedCommandResult? result = null;
        // Sorted by bytes everywhere, so that no machine orders rows its own way; letters as Unicode knows them where C.UTF-8 exists.
        foreach (var letters in (string[])["C.UTF-8", "C"])
        {
            result = await RunAsync(user.Words(Path.Combine(binFolder, "initdb"),
            [
                "--pgdata", Data, "--username", Superuser, "--pwfile", passwordFile, "--auth", "scram-sha-256", "--no-sync",
                "--encoding", "UTF8", "--locale", "C", "--lc-ctype", letters, "--lc-messages", "C",
            ]), cancellationToken);
            if (result.ExitCode == 0)
                return;
        }

        throw new PipelineException($"initdb could not make a private PostgreSQL in {folder}: {ServerLog.Reason(result!.StandardError)}: "
            + "free space there (TMPDIR names another place), or name another PostgreSQL in Pipeline__PostgresBin.");
    }

    // A password on a command line is in the list of processes, for everybody on the machine.
    private async Task<string> WriteSecretAsync(string password, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "password");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(path, options))
            await writer.WriteLineAsync(password.AsMemory(), cancellationToken);
        await user.OwnAsync(path, cancellationToken);
        return path;
    }

    private async Task<BufferedCommandResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        await Cli.Wrap(words[0]).WithArguments(words.Skip(1))
            .WithWorkingDirectory(folder) // the server's user may have no right to be where we are
            .WithEnvironmentVariables(CleanEnvironment())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);

    // PGPORT, PGOPTIONS and the like are about somebody else's server. LC_ALL: we read the messages,
    // and an unknown locale in the environment stops the server from starting.
    private static Dictionary<string, string?> CleanEnvironment()
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("PG", StringComparison.Ordinal))
            .ToDictionary(name => name, string? (_) => null);
        variables["LC_ALL"] = "C";
        return variables;
    }
}
