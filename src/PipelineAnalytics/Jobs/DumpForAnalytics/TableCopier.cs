using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Copies the rows of the mirrored tables, the largest first, several at a time, all as of one instant.</summary>
internal sealed class TableCopier(JobContext context, SourceSnapshot snapshot, MirrorSelection selection)
{
    /// <summary>Connections on each side: production is not to notice.</summary>
    private const int Parallel = 2;

    private long rows;

    public sealed record Table(string Name, string[] Columns);

    /// <returns>Rows copied.</returns>
    public async Task<long> CopyAsync(IReadOnlyList<Table> tables, IReadOnlyDictionary<string, SourceTable> source, CancellationToken cancellation)
    {
        var copied = tables.Where(t => !selection.IsWithoutRows(t.Name)).OrderByDescending(t => source[t.Name].Bytes).ToList();
        var total = copied.Sum(t => source[t.Name].EstimatedRows);
        await System.Threading.Tasks.Parallel.ForEachAsync(copied, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation },
            async (table, token) => await CopyAsync(table, total, token));
        context.Progress.Report(new JobProgress("tables", rows, rows, "rows"));
        return rows;
    }

    private async Task CopyAsync(Table table, long total, CancellationToken cancellation)
    {
        await using var from = await snapshot.JoinAsync(cancellation);
        await using var to = await context.Analytics.OpenAsync(cancellation);
        var columns = QuotedName.Columns(table.Columns);
        var target = QuotedName.Of(MirrorSchema.Next, table.Name);
        try
        {
            await using var transaction = await to.BeginTransactionAsync(cancellation);
            // Emptied in this very transaction, the table may be filled with rows that need no later freezing, and that every
            // reader sees once the table is swapped in, even one whose snapshot is older than the copy.
            await to.ExecuteAsync($"truncate {target}", cancellation);
            await CopyPipe.TextAsync(
                from, $"copy {QuotedName.Of("public", table.Name)}{columns} to stdout",
                to, $"copy {target}{columns} from stdin with (freeze)",
                count => context.Progress.Report(new JobProgress("tables", Interlocked.Add(ref rows, count), total, "rows")), cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException e)
        {
            // A server's message on a value quotes the value: the table and the code say enough, and no personal datum is told.
            var why = e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal) ? $"a value is refused (SQLSTATE {e.SqlState})" : $"{e.MessageText} (SQLSTATE {e.SqlState})";
            throw new PipelineException($"Copying public.{table.Name} failed: {why}. The previous mirror stays in place; run dump-for-analytics again.", e);
        }
    }
}
