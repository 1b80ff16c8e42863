using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>The real executable in a process of its own, answering on a free port; killed at the end, whatever happens.</summary>
public sealed partial class ServedDashboard : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder messages = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServedDashboard(Process process)
    {
        this.process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The dashboard ended.\n{Messages}"));
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address => address.Task.Result;

    public string Messages
    {
        get
        {
            lock (messages) return messages.ToString();
        }
    }

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll");

    /// <param name="verb"><c>web</c> or <c>worker</c>.</param>
    /// <param name="settings">As in the environment.</param>
    public static async Task<ServedDashboard> StartAsync(string verb, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Assembly, verb, "--maintenant", DashboardFixture.Morning])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["Pipeline__Web__Adresse"] = start.Environment["Pipeline__Worker__Adresse"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var dashboard = new ServedDashboard(Process.Start(start)!);
        try
        {
            await dashboard.address.Task.WaitAsync(Patience);
            return dashboard;
        }
        catch
        {
            await dashboard.DisposeAsync();
            throw;
        }
    }

    /// <summary>To its end, for what is to be refused.</summary>
    public static Task<BufferedCommandResult> RefusedAsync(string verb, IReadOnlyDictionary<string, string?> settings)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        return Cli.Wrap("dotnet").WithArguments(["exec", Assembly, verb]).WithEnvironmentVariables(settings).WithWorkingDirectory(Path.GetTempPath())
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(patience.Token);
    }

    /// <summary>A client that goes nowhere by itself and keeps no cookies: tests look at each answer.</summary>
    /// <param name="from">The address that it comes from; null, any.</param>
    public HttpClient Client(string? from = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (from is not null) handler.ConnectCallback = (context, token) => ConnectAsync(IPAddress.Parse(from), context.DnsEndPoint, token);
        return new HttpClient(handler) { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary><c>web</c> prints it, the worker's log says it.</summary>
    [GeneratedRegex(@"http://(127\.0\.0\.1|0\.0\.0\.0):(?<port>[1-9][0-9]*)")]
    private static partial Regex AddressText();

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, EndPoint to, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (messages) messages.AppendLine(line);
        if (AddressText().Match(line) is { Success: true } found) address.TrySetResult(new Uri($"http://127.0.0.1:{found.Groups["port"].Value}"));
    }
}
