using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.LocalPostgres;

/// <summary>
/// A private PostgreSQL in a temporary folder: for the demo, the tests and the benchmarks. It listens on 127.0.0.1 and on a socket in
/// <see cref="Folder"/>, with a random password. It ends, and its folder goes, with <see cref="StopAsync"/> or with this process,
/// however that ends.
/// </summary>
public sealed class LocalServer : IAsyncDisposable
{
    private const int PortsToTry = 10;
    private static readonly TimeSpan PatienceAtExit = TimeSpan.FromSeconds(10);

    private readonly ServerCommands commands;
    private readonly Guardian guardian;
    private readonly string password;

    private LocalServer(string folder, string binFolder, ServerUser user, string password)
    {
        this.password = password;
        Folder = folder;
        BinFolder = binFolder;
        commands = new(folder, binFolder, user);
        guardian = Guardian.Watch(folder, commands.StopCommand());
        // The guardian cleans up after us in any case. Waiting for it makes sure that nothing is left when the prompt comes back.
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The TCP port on 127.0.0.1, free when the server started.</summary>
    public int Port { get; private set; }

    /// <summary>The private folder: the data, the server's log, and the socket (<c>psql -h Folder -p Port -U postgres</c>).</summary>
    public string Folder { get; }

    /// <summary>The folder of the binaries that run, and of the client tools of the same version where they are installed.</summary>
    public string BinFolder { get; }

    /// <summary>Makes and starts a server; it takes connections when the task ends. About two seconds.</summary>
    /// <exception cref="PipelineException">PostgreSQL is not installed, or did not start: the message has the line of its log.</exception>
    public static Task<LocalServer> StartAsync(LocalServerOptions? options = null, CancellationToken ct = default) =>
        StartAsync(options ?? new(), FreePort, ct);

    internal static Task<LocalServer> StartAsync(LocalServerOptions options, Func<int> choosePort, CancellationToken ct)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return StartAsync(PostgresBinaries.FindFolder(options.BinFolder), password, (server, folder) => server.commands.InitialiseAsync(password, ServerConfiguration.Text(options, folder), ct), choosePort, ct);
    }

    /// <summary>Makes and starts a standby of this server, on the same machine: it replays what happens here, and may be read. Same password.</summary>
    /// <exception cref="PipelineException">This server keeps no log for a standby (<c>wal_level</c>, <c>max_wal_senders</c>).</exception>
    public Task<LocalServer> StartStandbyAsync(CancellationToken ct = default) =>
        StartAsync(BinFolder, password, (server, _) => server.commands.CopyAsync(Port, password, ct), FreePort, ct);

    private static async Task<LocalServer> StartAsync(string binFolder, string password, Func<LocalServer, string, Task> fill, Func<int> choosePort, CancellationToken ct)
    {
        var user = await ServerUser.ChooseAsync(ct);
        // A short name: the path of a socket has room for about a hundred bytes.
        var folder = Path.Combine(user.TemporaryFolder(), $"pa-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        CreatePrivate(folder);
        var server = new LocalServer(folder, binFolder, user, password);
        try
        {
            await user.OwnAsync(folder, ct);
            await fill(server, folder);
            await server.StartOnFreePortAsync(choosePort, ct);
            return server;
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    /// <summary>How to reach a database as the superuser <c>postgres</c>, in Npgsql's key-value form. Contains the password.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = ServerCommands.Superuser,
        Password = password,
    }.ConnectionString;

    /// <summary>Creates a database, a copy of <paramref name="template"/> if one is named.</summary>
    /// <exception cref="PostgresException">It exists already, or somebody is connected to the template (idle pooled connections count).</exception>
    public async Task CreateDatabaseAsync(string name, string? template = null, CancellationToken ct = default)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString());
        await using var command = source.CreateCommand(
            $"create database {QuotedName.Of(name)}" + (template is null ? "" : $" template {QuotedName.Of(template)}"));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Stops the server at once, as a crash would: no checkpoint, connections broken. The data stays for <see cref="RestartAsync"/>.</summary>
    public Task KillAsync(CancellationToken ct = default) => commands.StopAsync("immediate", ct);

    /// <summary>Stops the server if it runs, in good order, and starts it on the same port with the same data.</summary>
    /// <exception cref="PipelineException">It did not start; for instance because another process has the port by now.</exception>
    public async Task RestartAsync(CancellationToken ct = default)
    {
        await commands.StopAsync("fast", ct);
        if (await commands.StartAsync(Port, ct) is { } reason)
            throw DidNotStart(reason);
    }

    /// <summary>Ends the server for good: when the task ends, nothing listens on the port and the folder is gone. A second call does nothing.</summary>
    public async Task StopAsync()
    {
        await guardian.ReleaseAsync();
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (!Directory.Exists(Folder))
            return;
        // Somebody killed the guardian.
        await commands.StopAsync("immediate", CancellationToken.None);
        Directory.Delete(Folder, recursive: true);
    }

    /// <inheritdoc cref="StopAsync"/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartOnFreePortAsync(Func<int> choosePort, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = choosePort();
            if (await commands.StartAsync(Port, cancellationToken) is not { } reason)
                return;
            if (attempt == PortsToTry || !ServerLog.IsPortTaken(reason))
                throw DidNotStart(reason);
        }
    }

    private PipelineException DidNotStart(string reason) => new(
        $"The private PostgreSQL of {BinFolder} did not start on port {Port}: {reason}: "
        + "mend that, or name another PostgreSQL in Pipeline__PostgresBin.");

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Free now; somebody may take it before the server does, hence the attempts.
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void OnProcessExit(object? sender, EventArgs e) => guardian.ReleaseAsync().Wait(PatienceAtExit);
}
