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

        await RollupRebuild.QueueIfRulesChangedAsync(analytics, cancellation);
        await Corrections.ApplyAsync(analytics, cancellation);
        await analytics.ExecuteAsync("set local pipeline.interne = 'on'", cancellation);
        var completed = await Telemetry.StepAsync("agencies", () => new AgencyRetry(analytics, context.Settings, context.Clock).RunAsync(cancellation));
        var added = await Telemetry.StepAsync("enrich", () => EnrichAsync(context, analytics, cancellation));
        await analytics.ExecuteAsync(Sql("prevoir"), cancellation, context.Clock.Today);
        await ConseillerDates.EnsureColumnsAsync(analytics, "public.conseiller", cancellation);
        await ConseillerDates.FillAsync(analytics, "public." + ConseillerDates.Table, cancellation);
        using (Telemetry.Step("commit")) await transaction.CommitAsync(cancellation);

        foreach (var partition in added.ToAnalyze) await analytics.ExecuteAsync($"analyze {partition}", cancellation);
        await analytics.ExecuteAsync("vacuum pipeline.evenement_engagement_a_enrichir", cancellation);

        var due = await SemaineLedger.DueAsync(analytics, context.Vues, context.Clock, cancellation);
        var current = await RollupRebuild.IsCurrentAsync(analytics, cancellation);
        return new JobOutcome(new JsonObject
        {
            ["enriched"] = added.Events,
            ["agencyFoundSince"] = completed,
            ["weeksChanged"] = added.Weeks,
            ["weeksDue"] = due.Count,
        }, VuesAreDue: context.Clock.IsMonday || due.Count > 0 || !current);
    }

    private static async Task<Added> EnrichAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table evenement_a_cumuler (like public.evenement_engagement) on commit drop", cancellation);
        var enriched = await analytics.ExecuteAsync(Sql("enrichir"), cancellation, context.Clock.Zone);
        context.Progress.Report(new JobProgress("enriched", enriched, enriched, "rows"));
        await analytics.ExecuteAsync("analyze evenement_a_cumuler (semaine)", cancellation);
        var weeks = await analytics.QueryAsync("select distinct semaine::text from evenement_a_cumuler where semaine is not null", static r => r.GetString(0), cancellation);
        var partitions = await analytics.QueryAsync(Sql("partitions_de"), static r => r.GetString(0), cancellation, (object)weeks.ToArray());
        await analytics.ExecuteAsync(Sql("ranger"), cancellation);
        await analytics.ExecuteAsync(Sql("sans_agence"), cancellation, context.Clock.Today);
        await EventCounts.AddAsync(analytics, Derived.Rollups | Derived.Analysts, cancellation);
        var analyzed = await analytics.QueryAsync(Sql("a_analyser"), static r => r.GetString(0), cancellation, (object)partitions.ToArray());
        return new Added(enriched, weeks.Count, analyzed);
    }

    /// <param name="ToAnalyze">Partitions much of which is new.</param>
    private sealed record Added(int Events, int Weeks, IReadOnlyList<string> ToAnalyze);

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}
