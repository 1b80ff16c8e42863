using System.Globalization;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Splits a very large table into ranges of pages, which are read side by side: reading is the slower side where values are compressed, or replaced by
/// pseudonyms. They are written by one COPY: rows are frozen only by the transaction that emptied the table.
/// </summary>
/// <param name="large">Bytes from which a table is split.</param>
internal sealed class TableRanges(IReadOnlyDictionary<string, SourceTable> tables, long large)
{
    /// <summary>The first server that goes straight to a range of pages; an earlier one would read all the table for each.</summary>
    private const int TidRangeScans = 14;

    /// <summary>Ranges, and one for what comes after the table's present end: several for each reader, so that they end together.</summary>
    private const int Ranges = 16;

    public static bool ReadsRanges(NpgsqlConnection server) => server.PostgreSqlVersion.Major >= TidRangeScans;

    public bool IsLarge(string table) => tables[table].Bytes >= large;

    /// <returns>COPY statements that are the table together.</returns>
    public async Task<IReadOnlyList<string>> OfAsync(NpgsqlConnection source, MirrorTable table, MirrorColumns columns, CancellationToken cancellation)
    {
        if (!ReadsRanges(source) || table.Columns.Length == 0) return [columns.CopyTo(table)];
        var pages = await source.ScalarAsync<long>("select pg_relation_size($1::oid) / current_setting('block_size')::int", cancellation, tables[table.Name].Oid);
        var step = Math.Max(1, pages / Ranges);
        return [.. Enumerable.Range(0, Ranges).Select(i => columns.CopyTo(table, Pages(i * step, i + 1 < Ranges ? (i + 1) * step : null)))];
    }

    private static string Pages(long first, long? end) => string.Create(CultureInfo.InvariantCulture, $"ctid >= '({first},0)'") + (end is null ? "" : string.Create(CultureInfo.InvariantCulture, $" and ctid < '({end},0)'"));
}
