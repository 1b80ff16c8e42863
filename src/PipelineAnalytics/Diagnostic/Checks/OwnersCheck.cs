using Microsoft.Extensions.Logging.Abstractions;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>What stands in analytics where the mirror goes can be set aside, and what analysts laid over it be made again.</summary>
internal sealed class OwnersCheck : ICheck
{
    public string Subject => "analytics";

    public string What => "what stands where the mirror goes";

    public Needs Needs => Needs.Source | Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        var names = (await examination.MirroredAsync(source, cancellation)).Select(t => t.Name).ToArray();
        var standing = await analytics.QueryAsync(SqlFile.Read("Diagnostic/Checks/proprietaires.sql"), static r => (Name: r.GetString(0), Owner: r.GetString(1), Ours: r.GetBoolean(2)), cancellation,
            (object)(string[])[.. names, "evenement_engagement", "evenement_engagement_jeune", .. Vues.VueCatalog.Embedded.Select(v => v.Name)]);
        foreach (var owner in standing.Where(s => !s.Ours).GroupBy(s => s.Owner))
        {
            findings.Fault($"{Findings.Few([.. owner.Select(s => "public." + s.Name)])} of analytics belongs to {owner.Key}, and the pipeline puts tables of these names there",
                $"grant {QuotedName.Of(owner.Key)} to the user of ConnectionStrings__Analytics, or rename them");
        }

        if (!await analytics.ScalarAsync<bool>("select to_regclass('pipeline.miroir_copie') is not null", cancellation))
        {
            if (standing.Count > 0) findings.Attention($"{standing.Count} tables of public stand where the pipeline's go", "nothing, if they are an earlier pipeline's: the first mirror sets them aside in pipeline_miroir_precedent, events are taken over; otherwise rename them");
            return;
        }

        var plan = await MirrorPlan.AnewAsync(source, cancellation);
        await new MirrorSwap(examination.Analytics, analytics, new PgTools(examination.Settings.PostgresBin), NullLogger.Instance).EnsurePossibleAsync(plan, cancellation);
        findings.Ok("what analysts laid over the mirror can be made again over a new one");
    }
}
