using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// A recomputation of many weeks, kept in <c>pipeline.campagne</c> until its end: what was stopped goes on where it was, when the same
/// is asked for again.
/// </summary>
/// <param name="Started">By the business clock, UTC.</param>
/// <param name="Run">The run that began it. Weeks computed since are told by the number of their run, which no replayed clock sets back.</param>
internal sealed record Campaign(long Id, DateTime Started, long Run)
{
    /// <returns>Null when none was stopped.</returns>
    public static async Task<Campaign?> FindAsync(NpgsqlConnection analytics, string verb, Semaine? du, Semaine? au, bool reconstruire, CancellationToken cancellation) =>
        (await analytics.QueryAsync(SqlFile.Read("Vues/campagne_ouverte.sql"), static r => new Campaign(r.GetInt64(0), r.GetDateTime(1), r.GetInt64(2)), cancellation,
            verb, du?.Lundi, au?.Lundi, reconstruire)).SingleOrDefault();

    public static async Task<Campaign> BeginAsync(NpgsqlConnection analytics, string verb, Semaine? du, Semaine? au, bool reconstruire, BusinessClock clock, long run, CancellationToken cancellation)
    {
        var started = clock.Now.UtcDateTime;
        var id = await analytics.ScalarAsync<long>("insert into pipeline.campagne (verbe, du, au, reconstruire, debut, suivi) values ($1, $2::date, $3::date, $4, $5, $6) returning id", cancellation,
            verb, du?.Lundi, au?.Lundi, reconstruire, started, run);
        return new Campaign(id, started, run);
    }

    /// <summary>Weeks that were computed since it began and are not due.</summary>
    public async Task<HashSet<Semaine>> DoneAsync(NpgsqlConnection analytics, IReadOnlyList<VueDefinition> vues, IEnumerable<DueSemaine> due, CancellationToken cancellation)
    {
        var computed = await analytics.QueryAsync(SqlFile.Read("Vues/campagne_faites.sql"), static r => new Semaine(r.GetFieldValue<DateOnly>(0)), cancellation,
            vues.Select(v => v.Name).ToArray(), Run);
        return [.. computed.Except(due.Select(d => d.Semaine))];
    }

    public Task EndAsync(NpgsqlConnection analytics, BusinessClock clock, CancellationToken cancellation) =>
        analytics.ExecuteAsync("update pipeline.campagne set fin = $2 where id = $1", cancellation, Id, clock.Now.UtcDateTime);
}
