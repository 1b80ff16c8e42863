using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Finds the weeks whose rollups do not hold as many events as there are. Partitions are counted one by one and whole: that opens no
/// row of the events, and the server spreads it over workers.
/// </summary>
internal static class RollupProof
{
    private sealed record Week(string Semaine, long Said, string? Events, string? Usage, string? Activity);

    /// <returns>Weeks, as PostgreSQL writes their Mondays.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlConnection analytics, string first, string last, CancellationToken cancellation)
    {
        var weeks = await analytics.QueryAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/semaines_et_partitions.sql"),
            static r => new Week(r.GetString(0), r.GetInt64(1), Name(r, 2), Name(r, 3), Name(r, 4)), cancellation, first, last);
        var different = new List<string>();
        foreach (var week in weeks)
        {
            if (!await HoldsAsync(analytics, week, cancellation)) different.Add(week.Semaine);
        }

        return different;
    }

    /// <summary>Every event is in the use of features, and each of somebody in the activity, too.</summary>
    private static async Task<bool> HoldsAsync(NpgsqlConnection analytics, Week week, CancellationToken cancellation)
    {
        var (events, _) = await SumAsync(analytics, week.Events, "count(*), 0", cancellation);
        if (events != week.Said) return false;
        var (all, ofSomebody) = await SumAsync(analytics, week.Usage, "sum(nb_evenements), sum(nb_evenements) filter (where utilisateur is not null)", cancellation);
        return all == events && (await SumAsync(analytics, week.Activity, "sum(nb_evenements), 0", cancellation)).First == ofSomebody;
    }

    /// <param name="partition">Quoted by the server; null where there is none.</param>
    /// <param name="sums">Two of them, over all its rows.</param>
    private static async Task<(long First, long Second)> SumAsync(NpgsqlConnection analytics, string? partition, string sums, CancellationToken cancellation) => partition is null ? (0, 0)
        : (await analytics.QueryAsync($"select coalesce(a, 0)::bigint, coalesce(b, 0)::bigint from (select {sums} from {partition}) s (a, b)", static r => (r.GetInt64(0), r.GetInt64(1)), cancellation)).Single();

    private static string? Name(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
