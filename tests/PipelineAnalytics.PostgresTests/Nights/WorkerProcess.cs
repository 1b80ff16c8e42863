using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>The real worker in a process of its own, known in analytics by its name; killed at the end of the test, whatever happens.</summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder messages = new();

    private WorkerProcess(string name, Process process)
    {
        (Name, this.process) = (name, process);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string Name { get; }

    /// <summary>Where it answers, as its log says; null before.</summary>
    public Uri? Address => AddressLine().Match(Messages) is { Success: true } line ? new Uri(line.Value) : null;

    public bool HasExited => process.HasExited;

    public string Messages
    {
        get
        {
            lock (messages) return messages.ToString();
        }
    }

    public static WorkerProcess Start(TestPipeline pipeline, string name, DateTimeOffset now, int speed, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), "worker", "--maintenant", Moment(now), "--vitesse", speed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var analytics = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { ApplicationName = name }.ConnectionString;
        foreach (var (variable, value) in Executable.Executable.Settings(pipeline.SourceText, analytics)) start.Environment[variable] = value;
        // Any free port.
        start.Environment["Pipeline__Worker__Adresse"] = "http://127.0.0.1:0";
        foreach (var (setting, value) in settings) start.Environment[setting.StartsWith("OTEL_", StringComparison.Ordinal) ? setting : $"Pipeline__{setting}"] = value;
        return new WorkerProcess(name, Process.Start(start)!);
    }

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As a platform stops a container.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(process.HasExited, $"{Name} did not stop.\n{Messages}");
        return process.ExitCode;
    }

    /// <summary>It stands still, as a machine that is suspended, until <see cref="GoOnAsync"/>.</summary>
    public Task StandStillAsync() => SignalAsync("STOP");

    public Task GoOnAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    [GeneratedRegex(@"(?<=answers on )http://[0-9.:]+")]
    private static partial Regex AddressLine();

    private void Hear(string? line)
    {
        lock (messages) messages.AppendLine(line);
    }

    private Task SignalAsync(string signal) =>
        Cli.Wrap("sh").WithArguments(["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}")]).ExecuteAsync(TestContext.Current.CancellationToken);
}
