using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.Oublier;

/// <summary>
/// Takes away what an UPDATE leaves behind: the earlier versions of rows, their entries in indexes, and what the planner's
/// statistics remember. Which tables wait for it is noted in <c>pipeline.oubli_a_vider</c>, whoever forgot, and whenever.
/// </summary>
internal sealed class RowVersions(NpgsqlConnection analytics)
{
    /// <summary>A session that is only just opening, or a page that is being written, is in the way for a moment.</summary>
    private const int Retries = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>Tables that keep earlier versions because a session older than this one may still read them.</returns>
    public async Task<long> RemoveAsync(CancellationToken cancellation)
    {
        // Our own changes are counted before VACUUM counts what it leaves, not after.
        await analytics.ExecuteAsync("select pg_stat_force_next_flush()", cancellation);
        var left = await VacuumAsync(cancellation);
        for (var again = 0; left > 0 && again < Retries; again++)
        {
            await Task.Delay(Pause, cancellation);
            left = await VacuumAsync(cancellation);
        }

        foreach (var (schema, table) in await TablesAsync(SqlFile.Read("Jobs/Oublier/statistiques.sql"), cancellation)) await analytics.ExecuteAsync($"analyze {QuotedName.Of(schema, table)}", cancellation);

        // Statistics are rows too. A user who does not own the database is warned by the server, and no more.
        await analytics.ExecuteAsync("vacuum pg_catalog.pg_statistic", cancellation);
        return left;
    }

    /// <returns>Tables that are left.</returns>
    private async Task<long> VacuumAsync(CancellationToken cancellation)
    {
        foreach (var (schema, table) in await TablesAsync("select schema_table, nom_table from pipeline.oubli_a_vider order by 1, 2", cancellation)) await VacuumAsync(schema, table, cancellation);
        return await analytics.ScalarAsync<long>("select count(*) from pipeline.oubli_a_vider", cancellation);
    }

    private async Task VacuumAsync(string schema, string table, CancellationToken cancellation)
    {
        var name = QuotedName.Of(schema, table);
        if (await analytics.ScalarAsync<bool>("select to_regclass($1) is not null", cancellation, name.ToString()))
        {
            // Index cleanup: of few dead rows the server would otherwise leave the index entries, which hold the identifier.
            await analytics.ExecuteAsync($"vacuum (analyze, index_cleanup on) {name}", cancellation);
            if (await analytics.ScalarAsync<long>(SqlFile.Read("Jobs/Oublier/versions_restantes.sql"), cancellation, schema, table) > 0) return;
        }

        await analytics.ExecuteAsync("delete from pipeline.oubli_a_vider where schema_table = $1 and nom_table = $2", cancellation, schema, table);
    }

    private Task<List<(string Schema, string Table)>> TablesAsync(string sql, CancellationToken cancellation) =>
        analytics.QueryAsync(sql, static r => (r.GetString(0), r.GetString(1)), cancellation);
}
