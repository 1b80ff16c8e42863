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
    /// <summary>Makes sure that what the vues will read is counted by today's rules. Cheap when it is.</summary>
    public static async Task EnsureCurrentAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        await QueueIfRulesChangedAsync(analytics, cancellation);
        await DrainAsync(context, analytics, cancellation);
    }

    /// <summary>The same, and that each week which the windows of a range touch holds the events that there are.</summary>
    /// <param name="all">Count them anew whatever they hold.</param>
    public static async Task EnsureWholeAsync(JobContext context, NpgsqlConnection analytics, SemaineRange range, bool all, CancellationToken cancellation)
    {
        await QueueIfRulesChangedAsync(analytics, cancellation);
        // The two-month window of the first week may begin within a week.
        var first = range.First.Lundi.Year > 1 ? Semaine.Of(range.First.Lundi.AddMonths(-2)) : range.First;
        await analytics.ExecuteAsync(Sql(all ? "a_recompter_toutes" : "a_recompter_differentes"), cancellation, first.ToString(), range.Last.ToString());
        await DrainAsync(context, analytics, cancellation);
    }

    public static Task QueueIfRulesChangedAsync(NpgsqlConnection analytics, CancellationToken cancellation) =>
        analytics.ExecuteAsync(Sql("a_recompter_regles"), cancellation, EventCounts.Definition);

    private static async Task DrainAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        if (!await analytics.ScalarAsync<bool>("select exists (select from pipeline.semaine_a_recompter)", cancellation)) return;

        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        var weeks = await analytics.QueryAsync("select semaine::text from pipeline.semaine_a_recompter order by semaine", static r => r.GetString(0), cancellation);
        for (var i = 0; i < weeks.Count; i++)
        {
            await RebuildAsync(analytics, weeks[i], cancellation);
            context.Progress.Report(new JobProgress("recounted", i + 1, weeks.Count, "weeks"));
        }
    }

    private static async Task RebuildAsync(NpgsqlConnection analytics, string week, CancellationToken cancellation)
    {
        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        await analytics.ExecuteAsync("set local work_mem = '128MB'; set local jit = off", cancellation);
        await Corrections.ApplyAsync(analytics, cancellation);
        await analytics.ScalarAsync<long>(Sql("partitions_de"), cancellation, (object)new[] { week });
        await analytics.ExecuteAsync("delete from pipeline.activite_hebdo where semaine = $1::text::date", cancellation, week);
        await analytics.ExecuteAsync("delete from pipeline.usage_hebdo where semaine = $1::text::date", cancellation, week);
        // The week is a date as PostgreSQL wrote it.
        await EventCounts.AddWhereAsync(analytics, $"semaine = '{week}'", Derived.Rollups, cancellation);
        await analytics.ExecuteAsync(Sql("recompte"), cancellation, week);
        await analytics.ExecuteAsync("delete from pipeline.semaine_a_recompter where semaine = $1::text::date", cancellation, week);
        await transaction.CommitAsync(cancellation);
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}
