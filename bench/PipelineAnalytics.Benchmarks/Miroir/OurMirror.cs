using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary><c>dump-for-analytics</c>, as it runs when nothing else is said, as a process of its own.</summary>
internal sealed class OurMirror(BenchServer server) : MirrorWay("ours: dump-for-analytics", "analytics")
{
    private const string Verb = "dump-for-analytics";

    public override async Task<Night> RunAsync(CancellationToken cancellation)
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings__Source"] = server.ConnectionString(MiroirSource.Database),
            ["ConnectionStrings__Analytics"] = server.ConnectionString(Database),
        };
        double? memory = null;
        var step = await Stopwatches.TimeAsync(Verb, async () => memory = (await PipelineProcess.RunAsync([Verb], settings, cancellation)).PeakMemory);
        return new Night(new Measure([step]), memory);
    }
}
