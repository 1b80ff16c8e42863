using CliWrap;
using CliWrap.Buffered;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>A program that is not ours.</summary>
internal static class ForeignTool
{
    /// <summary>Lines of standard error that are told: the cause is among the last.</summary>
    private const int Told = 5;

    /// <exception cref="PipelineException">It ended with another code than 0.</exception>
    public static async Task RunAsync(string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellation)
    {
        var result = await Cli.Wrap(path).WithArguments(arguments).WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
        if (result.ExitCode == 0) return;
        var lines = result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(Told);
        throw new PipelineException($"{Path.GetFileName(path)} failed with exit code {result.ExitCode}: {string.Join('\n', lines)}");
    }
}
