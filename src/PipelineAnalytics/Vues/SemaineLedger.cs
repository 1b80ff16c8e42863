using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>What was computed from what (<c>pipeline.vue_semaine</c>), against what there is: which weeks are due, and why.</summary>
public static class SemaineLedger
{
    /// <summary>Complete weeks that are due in some vue, in their order.</summary>
    public static Task<List<DueSemaine>> DueAsync(NpgsqlConnection analytics, IReadOnlyList<VueDefinition> vues, BusinessClock clock, CancellationToken cancellation) =>
        DueAsync(analytics, vues, clock.Zone, SemaineRange.AllComplete(clock), cancellation);

    public static async Task<List<DueSemaine>> DueAsync(NpgsqlConnection analytics, IReadOnlyList<VueDefinition> vues, string zone, SemaineRange range, CancellationToken cancellation)
    {
        var rows = await analytics.QueryAsync(SqlFile.Read("Vues/dues.sql"), ReadDue, cancellation,
            vues.Select(v => v.Name).ToArray(), vues.Select(v => v.ModelFingerprint).ToArray(), zone, range.First.Lundi, range.Last.Lundi);
        return [.. rows.GroupBy(r => r.Semaine).Select(DueSemaine.Together)];
    }

    public static Task<bool> HasEventsAsync(NpgsqlConnection analytics, Semaine semaine, CancellationToken cancellation) =>
        analytics.ScalarAsync<bool>("select exists (select from pipeline.semaine where semaine = $1 and nb_evenements > 0)", cancellation, semaine.Lundi);

    /// <summary>Complete weeks that have events.</summary>
    public static Task<List<Semaine>> CompleteAsync(NpgsqlConnection analytics, BusinessClock clock, CancellationToken cancellation) =>
        analytics.QueryAsync(SqlFile.Read("Vues/completes.sql"), ReadSemaine, cancellation, clock.CurrentSemaine.Lundi);

    /// <summary>Weeks of a range that readers find in a vue.</summary>
    public static Task<List<Semaine>> PublishedAsync(NpgsqlConnection analytics, VueDefinition vue, SemaineRange range, CancellationToken cancellation) =>
        analytics.QueryAsync(SqlFile.Read("Vues/publiees.sql"), ReadSemaine, cancellation, vue.Name, range.First.Lundi, range.Last.Lundi);

    /// <summary>Whether the bookkeeping is there, and of this version.</summary>
    public static Task<bool> IsReadyAsync(NpgsqlConnection analytics, CancellationToken cancellation) =>
        analytics.ScalarAsync<bool>(SqlFile.Read("Vues/suivi_pret.sql"), cancellation);

    private static Semaine ReadSemaine(NpgsqlDataReader row) => new(row.GetFieldValue<DateOnly>(0));

    private static DueSemaine ReadDue(NpgsqlDataReader row)
    {
        var changed = row.GetFieldValue<string[]>(7);
        var empty = row.GetBoolean(3);
        var reasons = empty ? DueReasons.EventsGone
            : (row.GetBoolean(2) ? DueReasons.Missing : 0) | (row.GetBoolean(4) ? DueReasons.Provisional : 0) | (row.GetBoolean(5) ? DueReasons.ModelChanged : 0)
            | (row.GetBoolean(6) ? DueReasons.ZoneChanged : 0) | (changed.Length > 0 ? DueReasons.EventsChanged : 0);
        return new DueSemaine(ReadSemaine(row), reasons, empty ? [] : changed, [row.GetString(1)]);
    }
}
