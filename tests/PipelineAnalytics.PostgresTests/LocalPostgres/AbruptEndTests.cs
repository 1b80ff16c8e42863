using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PipelineAnalytics.LocalPostgres;
using Xunit;

namespace PipelineAnalytics.PostgresTests.LocalPostgres;

/// <summary>What is left when the process that started a server ends without a word.</summary>
public sealed class AbruptEndTests
{
    private const string Caller = "LOCAL_SERVER_TEST_CALLER_PORT";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Not a test: the process that is killed, started by the test below. It tells its folder and its port, and waits.</summary>
    [Fact(Explicit = true)]
    public async Task Victim()
    {
        var caller = Environment.GetEnvironmentVariable(Caller);
        Assert.SkipWhen(caller is null, "is started by the tests of this class only");
        await using var server = await LocalServer.StartAsync(ct: Token);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, int.Parse(caller!, null), Token);
        await using var writer = new StreamWriter(client.GetStream());
        await writer.WriteLineAsync($"{server.Port} {server.Folder}");
        await writer.FlushAsync(Token);
        await Task.Delay(Timeout.Infinite, Token);
    }

    [Fact]
    public async Task A_process_killed_without_warning_leaves_no_server_and_no_folder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var victim = StartVictim(((IPEndPoint)listener.LocalEndpoint).Port);
        try
        {
            var (port, folder) = await HearAsync(listener);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, port, Token);

            victim.Kill();

            await EndOfAsync(server);
            await Eventually.TrueAsync(() => !Directory.Exists(folder));
        }
        finally
        {
            victim.Kill();
        }
    }

    [Fact]
    public async Task The_guardian_runs_its_command_before_it_removes_the_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "cp is a command of Unix");
        var folder = Directory.CreateTempSubdirectory("pa-guardian-it's ").FullName;
        var proof = folder + " copied";
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "there", Token);
        try
        {
            var guardian = Guardian.Watch(folder, ["cp", Path.Combine(folder, "file"), proof]);
            Assert.True(Directory.Exists(folder));

            await guardian.ReleaseAsync();

            Assert.False(Directory.Exists(folder));
            Assert.Equal("there", await File.ReadAllTextAsync(proof, Token));
        }
        finally
        {
            File.Delete(proof);
        }
    }

    private static Process StartVictim(int callerPort)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(AbruptEndTests).Assembly.Location,
            "--filter-method", $"{typeof(AbruptEndTests).FullName}.{nameof(Victim)}", "--explicit", "only", "--no-progress"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Caller] = callerPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    private static async Task<(int Port, string Folder)> HearAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Token).AsTask().WaitAsync(Patience, Token);
        using var reader = new StreamReader(client.GetStream());
        var words = (await reader.ReadLineAsync(Token).AsTask().WaitAsync(Patience, Token))!.Split(' ', 2);
        return (int.Parse(words[0], null), words[1]);
    }

    // A server that ends closes its connections: nothing to poll.
    private static async Task EndOfAsync(TcpClient server)
    {
        try
        {
            Assert.Equal(0, await server.GetStream().ReadAsync(new byte[1], Token).AsTask().WaitAsync(Patience, Token));
        }
        catch (IOException)
        {
            // a reset is an end as well
        }
    }
}
