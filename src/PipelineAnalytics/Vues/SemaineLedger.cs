using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>What was computed from what (<c>pipeline.vue_semaine</c>), against what there is: which weeks are due.</summary>
public static class SemaineLedger
{
    /// <summary>
    /// Complete weeks with events that some vue lacks, or has from fewer changes, another model, another zone, or from before the
    /// week was over.
    /// </summary>
    public static Task<List<Semaine>> DueAsync(NpgsqlConnection analytics, IReadOnlyList<VueDefinition> vues, BusinessClock clock, CancellationToken cancellation) =>
        analytics.QueryAsync(SqlFile.Read("Vues/dues.sql"), ReadSemaine, cancellation,
            vues.Select(v => v.Name).ToArray(), vues.Select(v => v.ModelFingerprint).ToArray(), clock.Zone, clock.CurrentSemaine.Lundi);

    /// <summary>Complete weeks that have events.</summary>
    public static Task<List<Semaine>> CompleteAsync(NpgsqlConnection analytics, BusinessClock clock, CancellationToken cancellation) =>
        analytics.QueryAsync(SqlFile.Read("Vues/completes.sql"), ReadSemaine, cancellation, clock.CurrentSemaine.Lundi);

    /// <summary>Published weeks of a range that have no event, or none any more.</summary>
    public static Task<List<Semaine>> WithoutEventsAsync(NpgsqlConnection analytics, SemaineRange range, CancellationToken cancellation) =>
        analytics.QueryAsync(SqlFile.Read("Vues/sans_evenement.sql"), ReadSemaine, cancellation, range.First.Lundi, range.Last.Lundi);

    private static Semaine ReadSemaine(NpgsqlDataReader row) => new(row.GetFieldValue<DateOnly>(0));
}
