using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>Publishes any number of weeks, a range at a time: one set-based statement a vue and range, one transaction a range.</summary>
internal sealed class VueBackfill(JobContext context, NpgsqlConnection analytics)
{
    /// <summary>Weeks of one transaction: long enough to read the activity once for many, short enough to show progress and to resume.</summary>
    private const int WeeksPerTransaction = 8;

    private readonly VuePublisher publisher = new(analytics, VueCatalog.All, context.Clock);

    public async Task BringSchemaUpToDateAsync(CancellationToken cancellation)
    {
        await FuseauGuard.EnsureSameAsync(analytics, context.Clock.Zone, cancellation);
        await new VueSchema(context, analytics, publisher).BringUpToDateAsync(VueCatalog.All, cancellation);
    }

    /// <summary>A week whose events are gone has nothing to show.</summary>
    public async Task WithdrawEmptyAsync(SemaineRange range, CancellationToken cancellation)
    {
        var empty = await SemaineLedger.WithoutEventsAsync(analytics, range, cancellation);
        if (empty.Count > 0) await publisher.WithdrawAsync(empty, cancellation);
    }

    public async Task<JsonObject> PublishAsync(IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        var ranges = SemaineRange.Cover(weeks, WeeksPerTransaction);
        int total = ranges.Sum(r => r.Count), done = 0;
        long rows = 0;
        foreach (var range in ranges)
        {
            rows += await publisher.PublishAsync(range, cancellation);
            done += range.Count;
            context.Progress.Report(new JobProgress("weeks", done, total, "weeks"));
        }

        foreach (var vue in VueCatalog.All) await analytics.ExecuteAsync($"analyze {QuotedName.Of("public", vue.Name)}", cancellation);
        return new JsonObject
        {
            ["weeks"] = total,
            ["from"] = ranges.Count > 0 ? ranges[0].First.ToString() : null,
            ["to"] = ranges.Count > 0 ? ranges[^1].Last.ToString() : null,
            ["rows"] = rows,
        };
    }
}
