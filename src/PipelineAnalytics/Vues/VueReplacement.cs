using System.Data;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>What replacing a range of weeks did.</summary>
/// <param name="Rows">Computed, whether they differ from what was there or not.</param>
/// <param name="Cells">Of published weeks, that changed.</param>
internal readonly record struct Replaced(long Rows, long Cells)
{
    public static Replaced operator +(Replaced one, Replaced other) => new(one.Rows + other.Rows, one.Cells + other.Cells);
}

/// <summary>
/// Puts computed weeks of a vue in the place of those that readers find, in the caller's transaction. A published week that comes out
/// as it was is not written again; what moves in one is noted (<see cref="Revisions"/>).
/// </summary>
internal sealed class VueReplacement(NpgsqlConnection connection, VueDefinition vue, Revisions revisions)
{
    private readonly QuotedName target = QuotedName.Of("public", vue.Name);

    /// <summary>Room for what is computed before it is compared: of this session, empty at the end of each transaction.</summary>
    private readonly QuotedName computed = QuotedName.Of("pg_temp", "calcul_" + vue.Name);

    public async Task<Replaced> ReplaceAsync(SemaineRange range, CancellationToken cancellation)
    {
        var columns = await ColumnsAsync(vue, connection, cancellation);
        var published = await SemaineLedger.PublishedAsync(connection, vue, range, cancellation);
        if (published.Count == 0)
        {
            // What nobody was told of may be overwritten: a first backfill compares nothing.
            await connection.ExecuteAsync($"delete from {target} where semaine between $1 and $2", cancellation, range.First.Lundi, range.Last.Lundi);
            return new Replaced(await InsertAsync(vue, connection, target, columns, range, cancellation), 0);
        }

        // With the grain's index: two equal rows, which a comparison would take for one, are refused.
        await connection.ExecuteAsync($"create temp table if not exists {computed} (like {target} including defaults including generated including identity including indexes) on commit delete rows", cancellation);
        var rows = await InsertAsync(vue, connection, computed, columns, range, cancellation);
        await CompareAsync(columns, published, cancellation);
        var changed = await revisions.ChangedAsync(cancellation);
        var cells = changed.Count == 0 ? 0 : await revisions.RecordAsync(vue, changed, cancellation);
        await MoveAsync(columns, [.. changed, .. range.Weeks.Except(published)], cancellation);
        return new Replaced(rows, cells);
    }

    /// <summary>Empties weeks.</summary>
    /// <returns>Cells that were there.</returns>
    public async Task<long> WithdrawAsync(IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        await revisions.EmptyAsync(cancellation);
        await connection.ExecuteAsync($"insert into pg_temp.ligne_changee (semaine, nouvelle, ligne) select semaine, false, to_jsonb(t) from {target} t where semaine = any ($1)", cancellation, Mondays(weeks));
        var cells = await revisions.RecordAsync(vue, await revisions.ChangedAsync(cancellation), cancellation);
        await connection.ExecuteAsync($"delete from {target} where semaine = any ($1)", cancellation, Mondays(weeks));
        return cells;
    }

    /// <summary>Computes weeks into a table of the vue's columns.</summary>
    /// <exception cref="PipelineException">The model gave a row of another week, or of none: it is named.</exception>
    public static async Task<int> InsertAsync(VueDefinition vue, NpgsqlConnection connection, QuotedName into, string columns, SemaineRange range, CancellationToken cancellation)
    {
        var (rows, stray) = (await connection.QueryAsync(Computation(vue, into, columns), static r => (r.GetInt64(0), r.IsDBNull(1) ? null : r.GetString(1)), cancellation,
            range.First.Lundi, range.Last.Lundi)).Single();
        return stray is null ? checked((int)rows) : throw VueFault.Stray(vue, range, stray);
    }

    /// <summary>The statement that computes: how many rows, and one whose week is none of those asked for, as JSON.</summary>
    public static string Computation(VueDefinition vue, QuotedName into, string columns) => $"""
        with calcul as (
        insert into {into} ({columns})
        {vue.Model}
        returning *
        )
        select (select count(*) from calcul),
               (select row_to_json(c)::text
                from calcul c
                where c.semaine is null or c.semaine not between $1 and $2 or extract(isodow from c.semaine) <> 1
                order by c.semaine nulls first
                limit 1)
        """;

    /// <summary>The model's columns, quoted. They go by name, so that their order in the table is its own affair.</summary>
    public static async Task<string> ColumnsAsync(VueDefinition vue, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.Command(vue.Model, Semaine.Earliest.Lundi, Semaine.Earliest.Lundi);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellation);
        return string.Join(", ", (await reader.GetColumnSchemaAsync(cancellation)).Select(c => QuotedName.Of(c.ColumnName).ToString()));
    }

    /// <summary>EXCEPT takes two nulls for equal, which a join would have to be told, at the price of its speed.</summary>
    private async Task CompareAsync(string columns, IReadOnlyCollection<Semaine> published, CancellationToken cancellation)
    {
        await revisions.EmptyAsync(cancellation);
        await connection.ExecuteAsync($"""
            insert into pg_temp.ligne_changee (semaine, nouvelle, ligne)
            select l.semaine, false, to_jsonb(l) from (select {columns} from {target} where semaine = any ($1) except select {columns} from {computed} where semaine = any ($1)) l
            union all
            select l.semaine, true, to_jsonb(l) from (select {columns} from {computed} where semaine = any ($1) except select {columns} from {target} where semaine = any ($1)) l
            """, cancellation, Mondays(published));
    }

    private async Task MoveAsync(string columns, IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        if (weeks.Count == 0) return;
        await connection.ExecuteAsync($"delete from {target} where semaine = any ($1)", cancellation, Mondays(weeks));
        await connection.ExecuteAsync($"insert into {target} ({columns}) select {columns} from {computed} where semaine = any ($1)", cancellation, Mondays(weeks));
    }

    private static DateOnly[] Mondays(IEnumerable<Semaine> weeks) => [.. weeks.Select(w => w.Lundi)];
}
