using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Turns production's definitions into those of the new copy, as an archive: excluded tables and columns gone, and with them what
/// hangs on them (a view, a foreign key), everything else in the schema of the new copy.
/// </summary>
internal sealed class MirrorSchema(AnalyticsDatabase analytics, PgTools tools, MirrorSelection selection)
{
    public const string Next = "pipeline_miroir_suivant";

    /// <summary>What was left out beyond what the settings name, in the server's words.</summary>
    public List<string> LeftOut { get; } = [];

    public async Task<string> TranslateAsync(string archive, IReadOnlyList<string> tables, IReadOnlyList<(string, string)> extensions, CancellationToken cancellation)
    {
        var translated = archive + ".next";
        await using var scratch = await ScratchDatabase.CreateAsync(analytics, cancellation);
        await using (var connection = await scratch.DataSource.OpenConnectionAsync(cancellation))
        {
            await Extensions.CreateAsync(connection, extensions, cancellation);
            await tools.RestoreAsync(analytics, scratch.Name, archive, "public", null, 1, cancellation);
            connection.Notice += (_, e) => LeftOut.AddRange(Cascaded(e.Notice));
            await connection.ExecuteAsync("set client_min_messages = notice", cancellation);
            await TrimAsync(connection, tables, cancellation);
            await connection.ExecuteAsync($"create schema {Next}", cancellation);
            await SchemaObject.MoveAsync(connection, await SchemaObject.InAsync(connection, "public", Next, cancellation), cancellation);
        }

        await tools.DumpSchemaAsync(analytics, scratch.Name, Next, null, translated, cancellation);
        return translated;
    }

    private async Task TrimAsync(NpgsqlConnection connection, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(selection.IsExcluded))
        {
            await connection.ExecuteAsync($"drop table if exists {QuotedName.Of("public", table)} cascade", cancellation);
        }

        foreach (var (table, column) in selection.DroppedColumns.Where(c => tables.Contains(c.Table) && !selection.IsExcluded(c.Table)))
        {
            await connection.ExecuteAsync($"alter table {QuotedName.Of("public", table)} drop column if exists {QuotedName.Of(column)} cascade", cancellation);
        }

        var withoutRows = tables.Where(t => selection.IsWithoutRows(t) && !selection.IsExcluded(t)).ToArray();
        foreach (var (sql, what) in await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/cles_sans_lignes.sql"), static r => (r.GetString(0), r.GetString(1)), cancellation, (object)withoutRows))
        {
            await connection.ExecuteAsync(sql, cancellation);
            LeftOut.Add(what);
        }
    }

    /// <summary>"drop cascades to view x": one object in the message, several in its detail.</summary>
    private static IEnumerable<string> Cascaded(PostgresNotice notice) =>
        $"{notice.MessageText}\n{notice.Detail}".Split('\n')
            .Where(l => l.StartsWith("drop cascades to ", StringComparison.Ordinal) && !l.Contains("other objects", StringComparison.Ordinal))
            .Select(l => l["drop cascades to ".Length..]);
}
