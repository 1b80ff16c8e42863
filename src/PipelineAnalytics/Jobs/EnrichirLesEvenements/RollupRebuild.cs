using System.Data;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Makes the rollups of whole weeks anew from their events: those whose rules of counting changed, that were asked for, or that do
/// not hold as many events as there are. A week is one transaction; a run that dies goes on where it was.
/// </summary>
internal static class RollupRebuild
{
    /// <summary>Whether every week's rollups were made by today's rules, and no correction by hand waits to be counted.</summary>
    public static Task<bool> IsCurrentAsync(NpgsqlConnection analytics, CancellationToken cancellation) => analytics.ScalarAsync<bool>(Sql("a_jour"), cancellation, EventCounts.Definition);

    /// <summary>Makes sure that what the vues will read is counted by today's rules, from the events as they are. Cheap when it is.</summary>
    public static async Task EnsureCurrentAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        if (await IsCurrentAsync(analytics, cancellation)) return;

        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        await QueueIfRulesChangedAsync(analytics, cancellation);
        await ApplyCorrectionsAsync(analytics, cancellation);
        await DrainAsync(context, analytics, cancellation);
    }

    /// <summary>The same, and that each week which the windows of a range touch holds as many events as there are.</summary>
    public static async Task EnsureWholeAsync(JobContext context, NpgsqlConnection analytics, SemaineRange range, CancellationToken cancellation)
    {
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        await QueueIfRulesChangedAsync(analytics, cancellation);
        await ApplyCorrectionsAsync(analytics, cancellation);
        var different = await RollupProof.DifferencesAsync(analytics, FirstOf(range), range.Last.ToString(), cancellation);
        await analytics.ExecuteAsync("insert into pipeline.semaine_a_recompter select unnest($1::text[])::date on conflict do nothing", cancellation, (object)different.ToArray());
        await DrainAsync(context, analytics, cancellation);
    }

    /// <summary>Each of those weeks is to be counted anew, whatever its rollups hold.</summary>
    public static Task QueueAllAsync(NpgsqlConnection analytics, SemaineRange range, CancellationToken cancellation) =>
        analytics.ExecuteAsync(Sql("a_recompter_toutes"), cancellation, FirstOf(range), range.Last.ToString());

    /// <summary>How many weeks a run would count anew, for <c>--plan</c>.</summary>
    /// <param name="asked">Weeks whose rollups are to be made anew whatever they hold.</param>
    public static Task<long> PlannedAsync(NpgsqlConnection analytics, SemaineRange? asked, CancellationToken cancellation) => analytics.ScalarAsync<long>(
        Sql("a_recompter"), cancellation, EventCounts.Definition, asked is null ? null : FirstOf(asked), asked?.Last.ToString());

    public static Task QueueIfRulesChangedAsync(NpgsqlConnection analytics, CancellationToken cancellation) =>
        analytics.ExecuteAsync(Sql("a_recompter_regles"), cancellation, EventCounts.Definition);

    /// <summary>The two-month window of the first week may begin within a week.</summary>
    private static string FirstOf(SemaineRange range) => (range.First.Lundi.Year > 1 ? Semaine.Of(range.First.Lundi.AddMonths(-2)) : range.First).ToString();

    private static async Task ApplyCorrectionsAsync(NpgsqlConnection analytics, CancellationToken cancellation)
    {
        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        await Corrections.ApplyAsync(analytics, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The caller holds the lock of the events.</summary>
    private static async Task DrainAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        var weeks = await analytics.QueryAsync("select semaine::text from pipeline.semaine_a_recompter order by semaine", static r => r.GetString(0), cancellation);
        for (var i = 0; i < weeks.Count; i++)
        {
            var partitions = await RebuildAsync(analytics, weeks[i], cancellation);
            // New ones have no statistics, and the vues read them at once.
            foreach (var partition in partitions) await analytics.ExecuteAsync($"analyze {partition}", cancellation);
            context.Progress.Report(new JobProgress("recounted", i + 1, weeks.Count, "weeks"));
        }

        if (weeks.Count > 0) await analytics.ExecuteAsync("analyze pipeline.utilisateur, pipeline.fonctionnalite, pipeline.segment", cancellation);
    }

    /// <summary>In one snapshot: an event changed by hand meanwhile is not counted, and its note stays for the next enrichment.</summary>
    /// <returns>The partitions of its rollups.</returns>
    private static async Task<IEnumerable<string>> RebuildAsync(NpgsqlConnection analytics, string week, CancellationToken cancellation)
    {
        await using var transaction = await analytics.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await analytics.ExecuteAsync("set local work_mem = '128MB'; set local jit = off", cancellation);
        await Corrections.ApplyAsync(analytics, cancellation);
        var partitions = await analytics.QueryAsync(Sql("partitions_de"), static r => r.GetString(0), cancellation, (object)new[] { week });
        await analytics.ExecuteAsync("delete from pipeline.activite_hebdo where semaine = $1::text::date", cancellation, week);
        await analytics.ExecuteAsync("delete from pipeline.usage_hebdo where semaine = $1::text::date", cancellation, week);
        // The week is a date as PostgreSQL wrote it.
        await EventCounts.AddWhereAsync(analytics, $"semaine = '{week}'", Derived.Rollups, cancellation);
        await analytics.ExecuteAsync(Sql("recompte"), cancellation, week);
        await analytics.ExecuteAsync("delete from pipeline.semaine_a_recompter where semaine = $1::text::date", cancellation, week);
        await transaction.CommitAsync(cancellation);
        return partitions.Where(p => !p.Contains("evenement_engagement", StringComparison.Ordinal));
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}
