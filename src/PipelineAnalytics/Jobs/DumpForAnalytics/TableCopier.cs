using System.Collections.Concurrent;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Copies the rows of the mirrored tables, all as of one instant, and counts what arrived.</summary>
/// <param name="total">The planner's idea of the rows that will come.</param>
internal sealed class TableCopier(JobContext context, SourceReader reader, MirrorColumns columns, TableRanges ranges, long total) : IDisposable
{
    private readonly ConcurrentDictionary<string, Copied> copied = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim extra = new(context.Settings.Miroir.Connections);
    private long rows;

    /// <param name="Xid">The transaction that wrote the copy.</param>
    public sealed record Copied(long Rows, long Xid);

    public void Dispose() => extra.Dispose();

    public long Rows => copied.Values.Sum(c => c.Rows);

    /// <summary>What was copied, by table.</summary>
    public IReadOnlyDictionary<string, Copied> Done => copied;

    public async Task CopyAsync(MirrorTable table, CancellationToken cancellation)
    {
        if (columns.IsWithoutRows(table.Name)) return;
        var more = 0;
        // As many as are free: production is not to have the square of what was asked for.
        while (ranges.IsLarge(table.Name) && extra.Wait(0, cancellation)) more++;
        try
        {
            copied[table.Name] = await reader.ReadAsync(table.Name, 1 + more, (from, token) => CopyAsync(from, table, token), cancellation);
        }
        finally
        {
            if (more > 0) extra.Release(more);
        }
    }

    private async Task<Copied> CopyAsync(IReadOnlyList<NpgsqlConnection> from, MirrorTable table, CancellationToken cancellation)
    {
        await using var to = await context.Analytics.OpenAsync(cancellation);
        var target = QuotedName.Of(MirrorSchema.Next, table.Name);
        long sent = 0;
        try
        {
            foreach (var connection in from) await columns.PrepareAsync(connection, table.Name, cancellation);
            var format = columns.Format(table);
            var parts = from.Count == 1 ? [columns.CopyTo(table)] : await ranges.OfAsync(from[0], table, columns, cancellation);
            await using var transaction = await to.BeginTransactionAsync(cancellation);
            await to.ExecuteAsync($"set local synchronous_commit = off; set local search_path = {MirrorSchema.SearchPath}", cancellation);
            // Emptied in this very transaction, the table may be filled with rows that need no later freezing, and that every
            // reader sees once the table is swapped in, even one whose snapshot is older than the copy.
            // Only: tables that inherit from it may have their rows already.
            await to.ExecuteAsync($"truncate only {target}", cancellation);
            var xid = await to.ScalarAsync<long>("select pg_current_xact_id()::text::bigint", cancellation);
            await CopyPipe.RowsAsync(
                from, parts,
                to, $"copy {target}{QuotedName.Columns(table.Columns)} from stdin with (freeze, format {format.Name})", format,
                count =>
                {
                    sent += count;
                    Report(count);
                }, cancellation);
            await transaction.CommitAsync(cancellation);
            await EnsureAllAsync(to, table.Name, target, sent, cancellation);
            return new Copied(sent, xid);
        }
        catch (Exception e)
        {
            Report(-sent);
            // A server's message on a value quotes the value: the table and the code say enough, and no personal datum is told.
            if (e is not PostgresException refused || refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.SerializationFailure) throw;
            if (refused.SqlState == PostgresErrorCodes.UndefinedColumn) throw new SourceMovedException($"Production changed the columns of public.{table.Name} while it was mirrored", e);
            throw new PipelineException($"Copying public.{table.Name} failed: {ServerWords.Of(refused)}. The previous mirror stays in place; run dump-for-analytics again.", e);
        }
    }

    /// <exception cref="PipelineException">The copy holds another number of rows than the snapshot gave.</exception>
    private static async Task EnsureAllAsync(NpgsqlConnection analytics, string table, QuotedName target, long sent, CancellationToken cancellation)
    {
        var arrived = await analytics.ScalarAsync<long>($"select count(*) from only {target}", cancellation);
        if (arrived != sent) throw new PipelineException($"public.{table} has {sent} rows in the source's snapshot and {arrived} in its copy: does a trigger or a rule of analytics write there? The previous mirror stays in place.");
    }

    private void Report(long count) => context.Progress.Report(new JobProgress("tables", Interlocked.Add(ref rows, count), total, "rows"));
}
