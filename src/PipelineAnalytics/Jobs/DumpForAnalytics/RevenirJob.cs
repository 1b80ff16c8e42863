using System.Text.Json.Nodes;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary><c>dump-for-analytics --revenir</c>: the previous mirror comes back in the place of the present one. Asked again, it brings that one back.</summary>
public sealed class RevenirJob : IJob
{
    public string Verb => "dump-for-analytics";

    public bool ReadsSource => false;

    public bool MakesGood => false;

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Miroir, context.Logger, cancellation);
        var loss = await new MirrorSwap(context.Analytics, analytics, new PgTools(context.Settings.PostgresBin), context.Logger).GoBackAsync(cancellation);
        return new JobOutcome(new JsonObject
        {
            ["cameBack"] = await analytics.ScalarAsync<long>("select count(*) from pipeline.miroir_objet where type = 'table' and not garde", cancellation),
            ["stayed"] = await analytics.ScalarAsync<long>("select count(*) from pipeline.miroir_objet where type = 'table' and garde", cancellation),
            ["lostObjects"] = new JsonArray([.. loss.Objects.Select(n => JsonValue.Create(n))]),
            ["brokenKeys"] = new JsonArray([.. loss.Keys.Select(n => JsonValue.Create(n))]),
        });
    }
}
