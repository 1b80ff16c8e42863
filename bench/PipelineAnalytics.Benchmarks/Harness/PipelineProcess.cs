using System.Globalization;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace PipelineAnalytics.Benchmarks.Harness;

/// <summary>What a process of ours left behind.</summary>
/// <param name="PeakMemory">
/// The peak of its resident memory in MB; null where there is no <c>/proc</c>. The kernel keeps the peak itself (VmHWM): reading
/// it every 10 ms until the end loses nothing but a growth in the last 10 ms.
/// </param>
/// <param name="Answer">What <c>--json</c> printed.</param>
internal sealed record ProcessRun(double? PeakMemory, JsonNode? Answer);

/// <summary>The real <c>pipeline-analytics</c>, as a process of its own: its time from start to exit, and its memory.</summary>
internal static class PipelineProcess
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll");

    /// <param name="words">The verb and its options.</param>
    /// <param name="settings">The process's environment: passwords do not go on a command line.</param>
    /// <exception cref="PipelineException">It ended with another code than 0.</exception>
    public static async Task<ProcessRun> RunAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellation)
    {
        var running = Cli.Wrap("dotnet")
            .WithArguments(["exec", Assembly, .. words, "--json"])
            .WithEnvironmentVariables(settings)
            .WithWorkingDirectory(Path.GetTempPath())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation);
        var peak = await PeakAsync($"/proc/{running.ProcessId}/status", running.Task, cancellation);
        var result = await running;
        if (result.ExitCode != 0) throw new PipelineException($"{words[0]} failed: {result.StandardError.Trim()}");
        return new ProcessRun(peak, JsonNode.Parse(result.StandardOutput));
    }

    private static async Task<double?> PeakAsync(string status, Task running, CancellationToken cancellation)
    {
        double? peak = null;
        while (!running.IsCompleted)
        {
            peak = await HighWaterAsync(status) ?? peak;
            await Task.WhenAny(running, Task.Delay(Every, cancellation));
        }

        return peak;
    }

    /// <summary>Null once the process is gone.</summary>
    private static async Task<double?> HighWaterAsync(string status)
    {
        try
        {
            var line = (await File.ReadAllLinesAsync(status)).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
