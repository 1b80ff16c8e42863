using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PipelineAnalytics.LocalPostgres;
using Xunit;

namespace PipelineAnalytics.PostgresTests.LocalPostgres;

public sealed class LocalServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_starts_answers_and_leaves_neither_process_nor_folder()
    {
        await using var server = await LocalServer.StartAsync(ct: Token);
        await server.CreateDatabaseAsync("l'été \"24\"", ct: Token);
        var answer = await AskAsync(server, "select current_database() || upper('é') || current_setting('TimeZone')", "l'été \"24\"");
        using var process = ServerProcess(server);

        await server.StopAsync();

        Assert.Equal("l'été \"24\"ÉUTC", answer);
        await Eventually.TrueAsync(() => HasEnded(process));
        Assert.False(Directory.Exists(server.Folder));
        await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(server, "select ''"));
        await server.StopAsync(); // once more, as DisposeAsync will
    }

    [Fact]
    public async Task Nobody_enters_without_the_password_and_it_is_in_no_file()
    {
        await using var server = await LocalServer.StartAsync(ct: Token);
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Password = "guess", Pooling = false };

        await using var stranger = new NpgsqlConnection(settings.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync(Token));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.False(File.Exists(Path.Combine(server.Folder, "password")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.Folder));
    }

    [Fact]
    public async Task The_socket_in_the_folder_and_the_callers_settings_are_in_force()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no unix sockets");
        var options = new LocalServerOptions { Settings = new Dictionary<string, string> { ["application_name"] = "it's \\ me" } };
        await using var server = await LocalServer.StartAsync(options, Token);
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Host = server.Folder };

        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var command = source.CreateCommand("select setting from pg_settings where name = 'application_name'");

        Assert.Equal("it's \\ me", await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData(false, "off")]
    [InlineData(true, "on")]
    public async Task Durability_is_a_choice(bool durable, string fsync)
    {
        await using var server = await LocalServer.StartAsync(new() { Durable = durable }, Token);

        Assert.Equal(fsync, await AskAsync(server, "select current_setting('fsync')"));
    }

    [Fact]
    public async Task A_killed_server_keeps_what_was_committed_and_restarts_on_its_port()
    {
        await using var server = await LocalServer.StartAsync(ct: Token);
        var port = server.Port;
        await AskAsync(server, "create table kept as select 'yes' as value; select ''");

        await server.KillAsync(Token);
        await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(server, "select ''"));
        await server.RestartAsync(Token); // one that does not run
        await server.RestartAsync(Token); // one that runs

        Assert.Equal("yes", await AskAsync(server, "select value from kept"));
        Assert.Equal(port, server.Port);
    }

    [Fact]
    public async Task A_port_that_is_taken_meanwhile_is_left_for_another()
    {
        using var thief = new TcpListener(IPAddress.Loopback, 0);
        thief.Start();
        var taken = ((IPEndPoint)thief.LocalEndpoint).Port;
        var ports = new Queue<int>([taken, taken]);

        await using var server = await LocalServer.StartAsync(
            new(), () => ports.TryDequeue(out var port) ? port : LocalServer.FreePort(), Token);

        Assert.Empty(ports);
        Assert.NotEqual(taken, server.Port);
        Assert.Equal("here", await AskAsync(server, "select 'here'"));
    }

    [Fact]
    public async Task A_restart_on_a_port_that_another_process_took_says_so()
    {
        await using var server = await LocalServer.StartAsync(ct: Token);
        await server.KillAsync(Token);
        using var thief = new TcpListener(IPAddress.Loopback, server.Port);
        thief.Start();

        var error = await Assert.ThrowsAsync<PipelineException>(() => server.RestartAsync(Token));

        Assert.Contains($"on port {server.Port}: could not bind IPv4 address", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_database_is_copied_from_a_template()
    {
        await using var server = await LocalServer.StartAsync(ct: Token);
        await server.CreateDatabaseAsync("template", ct: Token);
        await AskAsync(server, "create table kept as select 'yes' as value; select ''", "template");

        await server.CreateDatabaseAsync("copy", "template", Token);

        Assert.Equal("yes", await AskAsync(server, "select value from kept", "copy"));
    }

    [Fact]
    public async Task A_server_that_does_not_start_says_its_last_grave_line_and_leaves_nothing()
    {
        var options = new LocalServerOptions { Settings = new Dictionary<string, string> { ["shared_buffers"] = "many" } };

        var error = await Assert.ThrowsAsync<PipelineException>(() => LocalServer.StartAsync(options, Token));

        Assert.Contains("FATAL:  configuration file", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(Directory.Exists(Folder(error.Message)));
    }

    [Fact]
    public async Task Missing_binaries_are_one_line_that_names_the_setting()
    {
        var error = await Assert.ThrowsAsync<PipelineException>(
            () => LocalServer.StartAsync(new() { BinFolder = Path.GetTempPath() }, Token));

        Assert.Equal(2, error.ExitCode);
        Assert.StartsWith("Pipeline__PostgresBin: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static string Folder(string message) =>
        message.Split('"').FirstOrDefault(part => part.EndsWith("postgresql.conf", StringComparison.Ordinal)) is { } file
            ? Path.GetDirectoryName(Path.GetDirectoryName(file))!
            : throw new InvalidOperationException(message);

    private static Process ServerProcess(LocalServer server) => Process.GetProcessById(int.Parse(
        File.ReadLines(Path.Combine(server.Folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    // In a container nobody may collect ended processes: they stay in the list, with no command line.
    private static bool HasEnded(Process process) => process.HasExited
        || (OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{process.Id}/cmdline").Length == 0);

    private static async Task<string> AskAsync(LocalServer server, string sql, string database = "postgres")
    {
        // A source of its own: no connection stays in a pool.
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
