using Npgsql;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Builds the new copy beside the old one: tables, then their rows, the largest first, and the indexes of each as soon as its rows are
/// there; foreign keys when all stand; then what hangs on them.
/// </summary>
internal sealed class MirrorBuild(JobContext context, NpgsqlConnection analytics, MirrorArchive archive, int parallel)
{
    private const string Next = MirrorSchema.Next;

    /// <summary>Bytes. Indexes of a table that is larger are made one by one, side by side; making a small one takes less than telling the server to.</summary>
    private const long Large = 32 << 20;

    /// <summary>Makes the empty tables; whatever an earlier run left half-built is dropped.</summary>
    public async Task<IReadOnlyList<MirrorTable>> DefineAsync(CancellationToken cancellation)
    {
        await MirrorSwap.DropSchemaAsync(analytics, Next, cancellation);
        await analytics.ExecuteAsync($"create schema {Next}", cancellation);
        await archive.DefineTablesAsync(cancellation);
        return await TablesAsync(analytics, Next, cancellation);
    }

    /// <summary>Tables of a schema that hold rows.</summary>
    public static Task<List<MirrorTable>> TablesAsync(NpgsqlConnection analytics, string schema, CancellationToken cancellation) =>
        analytics.QueryAsync(Sql("tables_a_copier"), static r => new MirrorTable(r.GetString(0), r.GetFieldValue<string[]>(1)), cancellation, schema);

    /// <param name="tables">The largest first.</param>
    /// <param name="bytes">The size of a table.</param>
    /// <param name="copy">Copies the rows of one.</param>
    /// <param name="cancellation">Stops all of it.</param>
    public async Task FillAsync(IReadOnlyList<MirrorTable> tables, Func<MirrorTable, long> bytes, Func<MirrorTable, CancellationToken, Task> copy, CancellationToken cancellation)
    {
        var queue = new BuildQueue(parallel);
        var left = tables.Count;
        await SideBySide.RunAsync(cancellation, queue.RunAsync, async stop =>
        {
            await Parallel.ForEachAsync(tables, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop }, async (table, token) =>
            {
                await copy(table, token);
                Interlocked.Decrement(ref left);
                // As long as tables are copied, no processor idles. Then each index has a helper, even where all are at work: which takes longest nobody
                // knows beforehand, and the last one is not to be made by one processor beside others that have nothing to do.
                foreach (var work in Indexes(table, bytes(table), idle => Volatile.Read(ref left) == 0 ? Math.Max(1, idle) : 0)) queue.Add(work);
            });
            queue.Complete();
        });
    }

    public async Task FinishAsync(IReadOnlyList<MirrorTable> tables, Func<string, long> bytes, IReadOnlyList<string> unfilled, CancellationToken cancellation)
    {
        context.Progress.Report(new JobProgress("constraints", 0, 0, ""));
        await archive.JoinIndexesAsync(cancellation);
        var queue = new BuildQueue(parallel);
        foreach (var key in archive.Keys.GroupBy(k => (k.Table, k.References)))
        {
            queue.Add(new([$"{Next}.{QuotedName.Of(key.Key.Table)}", key.Key.References!], Alone: true, bytes(key.Key.Table), (_, token) => archive.MakeAsync(key, 0, token)));
        }

        queue.Complete();
        await queue.RunAsync(cancellation);
        // Before there are triggers: production's are not to fire for what is ours.
        await ConseillerDatesAsync(tables, cancellation);
        await archive.FinishAsync(cancellation);
        foreach (var view in await analytics.QueryAsync(Sql("vues_materialisees"), static r => r.GetString(0), cancellation, Next, unfilled.ToArray()))
        {
            await analytics.ExecuteAsync($"set search_path = {MirrorSchema.SearchPath}; refresh materialized view {view}; reset search_path", cancellation);
        }
    }

    private async Task ConseillerDatesAsync(IReadOnlyList<MirrorTable> tables, CancellationToken cancellation)
    {
        if (tables.All(t => t.Name != ConseillerDates.Table)) return;
        await ConseillerDates.EnsureColumnsAsync(analytics, $"{Next}.{ConseillerDates.Table}", cancellation);
        await ConseillerDates.FillAsync(analytics, $"{Next}.{ConseillerDates.Table}", cancellation);
    }

    /// <summary>What is left of a copy that was not swapped in. A server that is gone keeps it until the next run drops it.</summary>
    public static async Task CleanUpAsync(AnalyticsDatabase analytics)
    {
        try
        {
            await using var connection = await analytics.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync($"set lock_timeout = '{MirrorSwap.LockTimeout}'; set client_min_messages = warning; drop schema if exists {Next} cascade", CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
        }
    }

    /// <summary>Statistics come last: those of an index on an expression are gathered with its table's.</summary>
    private IEnumerable<BuildQueue.Work> Indexes(MirrorTable table, long bytes, Func<int, int> helpers)
    {
        var own = archive.Indexes.Where(i => i.Table == table.Name).ToList();
        var made = bytes < Large ? [own] : own.Select(index => new List<MirrorArchive.Part> { index }).DefaultIfEmpty([]).ToList();
        var left = made.Count;
        return made.Select(indexes => new BuildQueue.Work([table.Name], Alone: indexes.Count != 1 || indexes[0].IsConstraint, bytes, async (idle, token) =>
        {
            if (indexes.Count > 0) await archive.MakeAsync(indexes, helpers(idle), token);
            if (Interlocked.Decrement(ref left) == 0) await AnalyzeAsync(table, token);
        }));
    }

    private async Task AnalyzeAsync(MirrorTable table, CancellationToken cancellation)
    {
        await using var connection = await context.Analytics.OpenAsync(cancellation);
        await connection.ExecuteAsync($"set search_path = {MirrorSchema.SearchPath}; analyze {QuotedName.Of(Next, table.Name)}", cancellation);
    }

    /// <summary>Where production's sequences stand. Each is asked itself: the server's view of them does not tell a position that was set and not yet taken.</summary>
    public static async Task<List<(string Name, bool Called, long Value)>> SourceSequencesAsync(NpgsqlConnection source)
    {
        var names = await source.QueryAsync(Sql("sequences"), static r => r.GetString(0), CancellationToken.None);
        if (names.Count == 0) return [];
        var each = names.Select((name, i) => $"select {i}, is_called, last_value from {QuotedName.Of("public", name)}");
        return await source.QueryAsync(string.Join(" union all ", each), r => (names[r.GetInt32(0)], r.GetBoolean(1), r.GetInt64(2)), CancellationToken.None);
    }

    /// <summary>A sequence keeps its position: a copy that is written to, in a test for instance, goes on where production stood.</summary>
    /// <param name="positions">Production's.</param>
    /// <param name="kept">Those that stay in public, by name or by identity.</param>
    /// <param name="cancellation">Ends the statement.</param>
    public async Task SequencesAsync(IEnumerable<(string Name, bool Called, long Value)> positions, IReadOnlySet<string> kept, CancellationToken cancellation)
    {
        foreach (var (name, called, value) in positions)
        {
            var schema = kept.Contains(name) || kept.Contains($"public.{name}") || kept.Contains($"public.{QuotedName.Of(name)}") ? "public" : Next;
            await analytics.ExecuteAsync("select setval(to_regclass($1), $2, $3) where to_regclass($1) is not null", cancellation, QuotedName.Of(schema, name).ToString(), value, called);
        }
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/DumpForAnalytics/{name}.sql");
}
