using System.Diagnostics;
using System.Globalization;
using System.Text;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Web;

/// <summary>The real <c>pipeline-analytics web</c> in a process of its own, and a browser for it; killed at the end of the test, whatever happens.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder messages = new();

    private WebProcess(Process process, string address)
    {
        this.process = process;
        Browser = new FormBrowser(new Uri(address), () => Messages);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    public FormBrowser Browser { get; }

    public string Messages
    {
        get
        {
            lock (messages) return messages.ToString();
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WebProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, string maintenant)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), "web", "--maintenant", maintenant, "--Pipeline:Web:Adresse=http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (variable, value) in settings) start.Environment[variable] = value;
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(Cancellation);
        if (address is not null) return new WebProcess(process, address);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        process.Dispose();
        throw new InvalidOperationException($"web did not start: {error}");
    }

    public static Dictionary<string, string?> Settings(TestPipeline pipeline, bool actions)
    {
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__Web__Actions"] = actions ? "true" : "false";
        return settings;
    }

    /// <summary>As a platform stops a container.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await CliWrap.Cli.Wrap("sh").WithArguments(["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {process.Id}")]).ExecuteAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (messages) messages.AppendLine(line);
    }
}
