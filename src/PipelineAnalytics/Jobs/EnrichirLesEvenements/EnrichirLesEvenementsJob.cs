using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Job 2: gives the events that were added their week, day, agency and structure, adds them to the weekly activity of users and
/// to what analysts read of each user, and completes earlier events whose user has an agency since: in one transaction.
/// Rules: spec, <i>Enrichment</i>.
/// </summary>
public sealed class EnrichirLesEvenementsJob : IJob
{
    public string Verb => "enrichir-les-evenements";

    public bool ReadsSource => false;

    public Task VerifyAsync(JobContext context, CancellationToken cancellation) => MirrorRequirements.EnsureAsync(context.Analytics, cancellation);

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        await FuseauGuard.EnsureSameAsync(analytics, context.Clock.Zone, cancellation);
        await analytics.ExecuteAsync("set local work_mem = '64MB'; set local jit = off", cancellation);

        var completed = await new AgencyRetry(analytics, context.Settings, context.Clock).RunAsync(cancellation);
        await Corrections.ApplyAsync(analytics, cancellation);
        await analytics.ExecuteAsync("set local pipeline.interne = 'on'", cancellation);
        var (enriched, partitions) = await EnrichAsync(context, analytics, cancellation);
        await analytics.ExecuteAsync(Sql("prevoir"), cancellation, context.Clock.Today);
        await ConseillerDates.EnsureColumnsAsync(analytics, "public.conseiller", cancellation);
        await ConseillerDates.FillAsync(analytics, cancellation);
        await transaction.CommitAsync(cancellation);

        // Only what changed: history keeps the statistics it has.
        foreach (var partition in partitions) await analytics.ExecuteAsync($"analyze {partition}", cancellation);
        await analytics.ExecuteAsync("vacuum (analyze) pipeline.evenement_engagement_a_enrichir", cancellation);

        var due = await SemaineLedger.DueAsync(analytics, context.Vues, context.Clock, cancellation);
        return new JobOutcome(new JsonObject
        {
            ["enriched"] = enriched,
            ["agencyFoundSince"] = completed,
            ["weeksChanged"] = partitions.Count / 2,
            ["weeksDue"] = due.Count,
        }, VuesAreDue: context.Clock.IsMonday || due.Count > 0);
    }

    private static async Task<(int Enriched, List<string> Partitions)> EnrichAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table evenement_a_cumuler (like public.evenement_engagement) on commit drop", cancellation);
        var enriched = await analytics.ExecuteAsync(Sql("enrichir"), cancellation, context.Clock.Zone);
        context.Progress.Report(new JobProgress("enriched", enriched, enriched, "rows"));
        await analytics.ExecuteAsync("analyze evenement_a_cumuler", cancellation);
        var partitions = await analytics.QueryAsync(Sql("partitions"), static r => r.GetString(0), cancellation);
        await analytics.ExecuteAsync(Sql("ranger"), cancellation);
        await analytics.ExecuteAsync(Sql("cumuler"), cancellation);
        await analytics.ExecuteAsync(Sql("analystes"), cancellation);
        await analytics.ExecuteAsync(Sql("sans_agence"), cancellation, context.Clock.Today);
        return (enriched, partitions);
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}
