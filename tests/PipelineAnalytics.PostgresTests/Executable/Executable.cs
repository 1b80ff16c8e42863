using CliWrap;
using CliWrap.Buffered;

namespace PipelineAnalytics.PostgresTests.Executable;

/// <summary>The real <c>pipeline-analytics</c>, as a process of its own, with settings in its environment.</summary>
public static class Executable
{
    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll");

    public static Command Command(IReadOnlyDictionary<string, string?> settings, params string[] arguments) => Cli.Wrap("dotnet")
        .WithArguments(["exec", Assembly, .. arguments])
        .WithEnvironmentVariables(settings)
        .WithWorkingDirectory(Path.GetTempPath())
        .WithValidation(CommandResultValidation.None);

    public static async Task<BufferedCommandResult> RunAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellation, params string[] arguments) =>
        await Command(settings, arguments).ExecuteBufferedAsync(cancellation);

    public static Dictionary<string, string?> Settings(string? source, string? analytics) => new()
    {
        ["ConnectionStrings__Source"] = source,
        ["ConnectionStrings__Analytics"] = analytics,
    };
}
