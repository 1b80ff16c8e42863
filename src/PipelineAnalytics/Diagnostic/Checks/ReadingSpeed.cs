using System.Data;
using System.Globalization;
using Npgsql;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>
/// How fast rows come from production, by the very query that a copy reads with: what is dropped stays there, what becomes a pseudonym
/// comes as one. The rows are counted and thrown away. At most two seconds, and some tens of megabytes.
/// </summary>
internal static class ReadingSpeed
{
    private const int Seconds = 2;
    private const long Enough = 32L << 20;

    /// <summary>Shorter, the round trip would be measured.</summary>
    private const long Least = 64 << 10;

    /// <returns>Bytes of the table on disk, a second; null where there is nothing large enough to tell by.</returns>
    public static async Task<double?> MeasureAsync(NpgsqlConnection source, MirrorColumns columns, IEnumerable<SourceTable> tables, TimeProvider time, CancellationToken cancellation)
    {
        var table = tables.Where(t => t.Bytes >= Least && t.EstimatedRows > 0).MaxBy(t => t.Bytes);
        if (table is null || columns.CopyOf(table.Name) is not { Columns.Length: > 0 } copy) return null;

        var rowsWanted = Math.Max(1, Math.Min(table.EstimatedRows, (long)(Enough / ((double)table.Bytes / table.EstimatedRows))));
        await using var transaction = await source.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        // SET takes no parameters; the number is ours.
        await source.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"set local statement_timeout = '{Seconds}s'; set local lock_timeout = '{Seconds}s'"), cancellation);
        await columns.PrepareAsync(source, table.Name, cancellation);
        var begun = time.GetTimestamp();
        var rows = await ReadAsync(source, string.Create(CultureInfo.InvariantCulture, $"copy (select {columns.Values(copy)} from only {QuotedName.Of("public", table.Name)} limit {rowsWanted}) to stdout"), cancellation);
        var took = time.GetElapsedTime(begun);
        return rows == 0 ? null : rows * ((double)table.Bytes / table.EstimatedRows) / took.TotalSeconds;
    }

    /// <summary>The lines that came: each is a row, its own line breaks being written otherwise. A read that took too long was cut, and tells as well.</summary>
    private static async Task<long> ReadAsync(NpgsqlConnection source, string copy, CancellationToken cancellation)
    {
        long rows = 0;
        try
        {
            using var reader = await source.BeginTextExportAsync(copy, cancellation);
            var buffer = new char[64 << 10];
            int read;
            while ((read = await reader.ReadAsync(buffer, cancellation)) > 0) rows += buffer.AsSpan(0, read).Count('\n');
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
        }

        return rows;
    }
}
