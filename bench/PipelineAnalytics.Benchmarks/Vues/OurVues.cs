using System.Globalization;
using System.Text.Json.Nodes;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesVues;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>Our jobs as they are run when nothing else is said: settings and parallelism are their own.</summary>
internal sealed class OurVues(BenchServer server, VuesData data)
{
    private readonly OurWay ours = new(server);

    /// <summary><c>charger-les-vues --semaine</c>, in this process.</summary>
    public Task<Turn> WeekAsync(Semaine week, CancellationToken cancellation) => Spill.AroundAsync(server, OurWay.Database, async () =>
    {
        JobRun? run = null;
        var step = await Stopwatches.TimeAsync("charger-les-vues", async () => run = await ours.RunAsync(new ChargerLesVuesJob(week), data.Now, cancellation));
        EnsureAll(run?.Outcome.Result, 1);
        return new Turn(new Measure([step]), Spilled: 0);
    }, cancellation);

    /// <summary><c>initialiser-les-vues</c> over all weeks, as a process of its own, from start to exit.</summary>
    public Task<Turn> AllAsync(CancellationToken cancellation) => Spill.AroundAsync(server, OurWay.Database, async () =>
    {
        string[] words =
        [
            "initialiser-les-vues", "--du", $"{data.Weeks[0]}", "--au", $"{data.Last}",
            "--maintenant", data.Now.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture),
        ];
        ProcessRun? run = null;
        var step = await Stopwatches.TimeAsync(words[0], async () => run = await PipelineProcess.RunAsync(words, Settings(), cancellation));
        EnsureAll(run?.Answer?["result"], data.Weeks.Count);
        return new Turn(new Measure([step]), Spilled: 0, run?.PeakMemory);
    }, cancellation);

    private Dictionary<string, string?> Settings() => new()
    {
        ["ConnectionStrings__Source"] = server.ConnectionString(MadeUpProduction.Database),
        ["ConnectionStrings__Analytics"] = server.ConnectionString(OurWay.Database),
    };

    /// <summary>A job that finds its weeks up to date, and leaves them, is fast for another reason.</summary>
    private static void EnsureAll(JsonNode? result, int weeks)
    {
        if (result?["weeks"]?.GetValue<int>() is var computed && computed != weeks)
        {
            throw new PipelineException($"Our job computed {computed} weeks, and not {weeks}: its time means nothing.");
        }
    }
}
