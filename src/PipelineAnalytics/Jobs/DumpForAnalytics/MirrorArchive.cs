using System.Globalization;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// The definitions of the new copy, as pg_dump wrote them, in the parts in which they are made: tables first; each table's indexes once
/// its rows are there; foreign keys when all tables stand; then the rest. Every statement is pg_restore's.
/// </summary>
internal sealed class MirrorArchive(PgTools tools, AnalyticsDatabase analytics, string path, IReadOnlyList<string> before, IReadOnlyList<string> after, IReadOnlyList<MirrorArchive.Part> parts, IReadOnlyDictionary<string, string> statements)
{
    /// <summary>An index (or a constraint that is one), or a foreign key.</summary>
    /// <param name="Entry">Its line in the archive's list.</param>
    /// <param name="Table">Of the new copy.</param>
    /// <param name="IsConstraint">Making it locks the whole table, where a plain index lets others be made beside it.</param>
    /// <param name="References">The table that a foreign key refers to, qualified; null for an index.</param>
    public sealed record Part(string Entry, string Table, bool IsConstraint, string? References);

    private sealed record Known(long Class, long Object, string Kind, string Table, string? References);

    public IReadOnlyList<Part> Indexes { get; } = [.. parts.Where(p => p.References is null)];

    public IReadOnlyList<Part> Keys { get; } = [.. parts.Where(p => p.References is not null)];

    /// <summary>To be asked in the very database that is dumped, before or after: the archive names objects by its numbers.</summary>
    public static async Task<MirrorArchive> OfAsync(NpgsqlConnection layout, PgTools tools, AnalyticsDatabase analytics, string path, Func<Task> dump, CancellationToken cancellation)
    {
        var known = (await layout.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/entrees.sql"),
            static r => new Known(r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)), cancellation, MirrorSchema.Next)).ToDictionary(k => (k.Class, k.Object));
        await dump();
        var lists = await Task.WhenAll(tools.ListAsync(path, "pre-data", cancellation), tools.ListAsync(path, "post-data", cancellation));
        var (before, after) = (lists[0], lists[1]);
        var parts = after.Select(line => (line, Known: Object(line) is { } o ? known.GetValueOrDefault(o) : null)).Where(p => p.Known is not null)
            .Select(p => new Part(p.line, p.Known!.Table, p.Known.Kind != "index", p.Known.References)).ToList();
        var statements = await tools.StatementsAsync(path, [.. parts.Select(p => p.Entry)], cancellation);
        return new MirrorArchive(tools, analytics, path, before, after, parts, statements);
    }

    public Task DefineTablesAsync(CancellationToken cancellation) => MakeAsync(before, cancellation);

    /// <param name="made">Indexes, or keys.</param>
    /// <param name="helpers">Processes of the server that may sort beside the session's own; it takes fewer where its settings give fewer.</param>
    /// <param name="cancellation">Ends the statement.</param>
    public async Task MakeAsync(IEnumerable<Part> made, int helpers, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        await connection.ExecuteAsync($"set search_path = {MirrorSchema.SearchPath}; set synchronous_commit = off; set max_parallel_maintenance_workers = {helpers}", cancellation);
        foreach (var part in made) await connection.ExecuteAsync(statements[part.Entry], cancellation);
    }

    /// <summary>Indexes of partitioned tables, which join those of their partitions, and of materialized views: foreign keys may rest on the first.</summary>
    public Task JoinIndexesAsync(CancellationToken cancellation) => MakeAsync(Rest.Where(IsIndex), cancellation);

    /// <summary>Triggers, rules, statistics, comments.</summary>
    public Task FinishAsync(CancellationToken cancellation) => MakeAsync(Rest.Where(line => !IsIndex(line)), cancellation);

    private IEnumerable<string> Rest => after.Except(parts.Select(p => p.Entry), StringComparer.Ordinal);

    private static bool IsIndex(string line) => line.Split(' ', 4) is [_, _, _, var what] && (what.StartsWith("INDEX ", StringComparison.Ordinal) || what.StartsWith("CONSTRAINT ", StringComparison.Ordinal));

    private async Task MakeAsync(IEnumerable<string> entries, CancellationToken cancellation)
    {
        var made = entries.ToList();
        if (made.Count == 0) return;
        var script = await tools.ScriptAsync(path, made, MirrorSchema.SearchPath, cancellation);
        await tools.PsqlAsync(analytics, script, cancellation, PostgresDatabase.BulkSettings);
    }

    /// <summary>"3365; 1259 16395 INDEX …": the catalog and the object.</summary>
    private static (long, long)? Object(string line) =>
        line.Split(' ', 4) is [_, var catalog, var number, _] && long.TryParse(catalog, NumberStyles.None, CultureInfo.InvariantCulture, out var c) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var o) ? (c, o) : null;
}
