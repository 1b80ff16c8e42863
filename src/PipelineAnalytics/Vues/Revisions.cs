using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// Notes in <c>pipeline.revision</c> what moved in published weeks, in the caller's transaction and before the ledger says that they
/// were computed again: the cause is what made them due.
/// </summary>
internal sealed class Revisions(NpgsqlConnection connection, BusinessClock clock, long? run)
{
    public async Task EmptyAsync(CancellationToken cancellation)
    {
        await connection.ExecuteAsync(SqlFile.Read("Vues/lignes_changees.sql"), cancellation);
        await connection.ExecuteAsync("delete from pg_temp.ligne_changee", cancellation);
    }

    /// <summary>Weeks of the rows in <c>pg_temp.ligne_changee</c>.</summary>
    public Task<List<Semaine>> ChangedAsync(CancellationToken cancellation) => connection.QueryAsync(
        "select distinct semaine from pg_temp.ligne_changee order by semaine", static r => new Semaine(r.GetFieldValue<DateOnly>(0)), cancellation);

    /// <summary>For a table that is made anew, whose columns may be others: compares published weeks in those that both have, as JSON, which types may differ in.</summary>
    public async Task RecordRebuiltAsync(VueDefinition vue, QuotedName old, QuotedName rebuilt, CancellationToken cancellation)
    {
        var common = await connection.QueryAsync(SqlFile.Read("Vues/colonnes_communes.sql"), static r => QuotedName.Of(r.GetString(0)).ToString(), cancellation, old.ToString(), rebuilt.ToString());
        if (common.Count == 0) return;
        var columns = string.Join(", ", common);
        string Lines(QuotedName table) => $"select to_jsonb(t) from (select {columns} from {table} where semaine in (select semaine from pipeline.vue_semaine where vue = $1)) t";
        await EmptyAsync(cancellation);
        await connection.ExecuteAsync($"""
            insert into pg_temp.ligne_changee (semaine, nouvelle, ligne)
            select (ligne ->> 'semaine')::date, false, ligne from ({Lines(old)} except {Lines(rebuilt)}) l (ligne)
            union all
            select (ligne ->> 'semaine')::date, true, ligne from ({Lines(rebuilt)} except {Lines(old)}) l (ligne)
            """, cancellation, vue.Name);
        await RecordAsync(vue, await ChangedAsync(cancellation), cancellation);
    }

    /// <returns>Cells that changed.</returns>
    public async Task<long> RecordAsync(VueDefinition vue, IReadOnlyList<Semaine> changed, CancellationToken cancellation)
    {
        if (changed.Count == 0) return 0;
        var due = (await SemaineLedger.DueAsync(connection, [vue], clock.Zone, new SemaineRange(changed[0], changed[^1]), cancellation)).ToDictionary(d => d.Semaine);
        var causes = changed.Select(w => due.GetValueOrDefault(w, DueSemaine.Of(w, DueReasons.Asked)).In(clock.CurrentSemaine).Cause).ToArray();
        var grain = await connection.QueryAsync(SqlFile.Read("Vues/maille.sql"), static r => r.GetString(0), cancellation, QuotedName.Of("public", vue.Name).ToString());
        return await connection.ScalarAsync<long>(SqlFile.Read("Vues/reviser.sql"), cancellation,
            vue.Name, grain.ToArray(), clock.Now.UtcDateTime, run, changed.Select(w => w.Lundi).ToArray(), causes);
    }
}
