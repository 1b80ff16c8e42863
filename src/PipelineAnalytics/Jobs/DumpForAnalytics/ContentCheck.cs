using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>With <c>--verifier</c>: each table's content in the snapshot against that of its copy, tables that stayed included.</summary>
internal sealed class ContentCheck(JobContext context, SourceReader reader, MirrorColumns columns)
{
    /// <returns>Tables compared.</returns>
    /// <exception cref="PipelineException">One differs.</exception>
    public async Task<int> RunAsync(IReadOnlyList<(MirrorTable Table, string Schema)> tables, CancellationToken cancellation)
    {
        var done = 0;
        var compared = tables.Where(t => !columns.IsWithoutRows(t.Table.Name)).ToList();
        await Parallel.ForEachAsync(compared, new ParallelOptions { MaxDegreeOfParallelism = context.Settings.Miroir.Connections, CancellationToken = cancellation }, async (t, token) =>
        {
            await CompareAsync(t.Table, t.Schema, token);
            context.Progress.Report(new JobProgress("verification", Interlocked.Increment(ref done), compared.Count, "tables"));
        });
        return done;
    }

    private async Task CompareAsync(MirrorTable table, string schema, CancellationToken cancellation)
    {
        var both = await Task.WhenAll(
            reader.ReadAsync(table.Name, async (source, token) =>
            {
                await columns.PrepareAsync(source, table.Name, token);
                return await ReadAsync(source, "public", table.Name, columns.Values(table), token);
            }, cancellation),
            ReadCopyAsync(table, schema, cancellation));
        if (both[0] != both[1]) throw new PipelineException($"public.{table.Name} differs from its copy ({both[0].Rows} rows in the source's snapshot, {both[1].Rows} in the copy{(both[0].Rows == both[1].Rows ? ", of another content" : "")}): the previous mirror stays in place; run dump-for-analytics --tout --verifier.");
    }

    private async Task<(long Rows, string Sum)> ReadCopyAsync(MirrorTable table, string schema, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        return await ReadAsync(analytics, schema, table.Name, QuotedName.List(table.Columns), cancellation);
    }

    private static async Task<(long Rows, string Sum)> ReadAsync(NpgsqlConnection connection, string schema, string table, string values, CancellationToken cancellation)
    {
        var sql = SqlFile.Fill("Jobs/DumpForAnalytics/contenu.sql", ("table", QuotedName.Of(schema, table).ToString()), ("valeurs", values));
        // Instants are told in the session's zone.
        await connection.ExecuteAsync("set timezone = 'UTC'", cancellation);
        return (await connection.QueryAsync(sql, static r => (r.GetInt64(0), r.GetString(1)), cancellation))[0];
    }
}
