using System.Collections.Concurrent;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Finds the tables whose copy is still right: same definition on both sides as when it was made, and no row written since on either. The
/// proof reads all rows of a table; where that takes long, a look at some of them tells at once of most changes.
/// </summary>
internal sealed class UnchangedTables(JobContext context, SourceReader reader, IReadOnlyDictionary<string, SourceTable> source, MirrorPlan plan, Func<string, string> treatment)
{
    /// <summary>Bytes. A smaller table is proven in less time than it takes to guess.</summary>
    private const long Large = 16 << 20;

    private readonly ConcurrentDictionary<string, CopyRecord> unproven = new(StringComparer.Ordinal);

    /// <summary>Small tables that are proven, and large ones of which nothing is found to have changed: a guess, which <see cref="ProvenAsync"/> has to confirm.</summary>
    public async Task<IReadOnlyCollection<string>> LikelyAsync(CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        var copies = (await CopyRecord.AllAsync(analytics, cancellation)).ToDictionary(c => c.Relation);
        var here = await MirrorCatalog.ReadAsync(analytics, cancellation);
        var candidates = here.Tables.Values.Select(t => copies.GetValueOrDefault(t.Key.Object)).OfType<CopyRecord>().Where(c => IsSameDefinition(c, here)).ToList();
        return await WhereAsync(candidates, async (copy, token) =>
        {
            if (source[copy.Table].Bytes < Large) return await HoldsAsync(copy, token);
            unproven[copy.Table] = copy;
            return !await reader.ReadAsync(copy.Table, (connection, stop) => RowsProof.IsSeenToFailAsync(connection, copy, stop), token);
        }, cancellation);
    }

    /// <summary>Of tables that are likely unchanged, those that are.</summary>
    public async Task<IReadOnlyCollection<string>> ProvenAsync(IReadOnlyCollection<string> likely, CancellationToken cancellation) =>
    [
        .. likely.Where(t => !unproven.ContainsKey(t)),
        .. await WhereAsync([.. likely.Where(unproven.ContainsKey).Select(t => unproven[t])], HoldsAsync, cancellation),
    ];

    /// <summary>The largest first, several at once.</summary>
    private async Task<IReadOnlyCollection<string>> WhereAsync(IReadOnlyList<CopyRecord> copies, Func<CopyRecord, CancellationToken, Task<bool>> holds, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Settings.Miroir.Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(copies.OrderByDescending(c => source[c.Table].Bytes), parallel, async (copy, token) =>
        {
            if (await holds(copy, token)) found.Add(copy.Table);
        });
        return found;
    }

    private bool IsSameDefinition(CopyRecord copy, MirrorCatalog here) =>
        source.TryGetValue(copy.Table, out var table) && !table.IsExcluded
        && copy.Server == plan.Server && copy.File == table.File && copy.Treatment == treatment(copy.Table)
        && copy.Definition == plan.Production.Definition(copy.Table)
        && copy.CopyDefinition is not null && copy.CopyDefinition == here.Definition(copy.Table);

    /// <summary>Two servers: both look at the same time.</summary>
    private async Task<bool> HoldsAsync(CopyRecord copy, CancellationToken cancellation)
    {
        var both = await Task.WhenAll(
            reader.ReadAsync(copy.Table, (connection, token) => RowsProof.HoldsInSourceAsync(connection, copy, token), cancellation),
            HoldsHereAsync(copy, cancellation));
        return both.All(holds => holds);
    }

    private async Task<bool> HoldsHereAsync(CopyRecord copy, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        return await RowsProof.HoldsInCopyAsync(analytics, copy, cancellation);
    }
}
