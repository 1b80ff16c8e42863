using System.Collections.Concurrent;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Finds the tables whose copy is still right: same definition on both sides as when it was made, and no row written since on either.</summary>
internal sealed class UnchangedTables(JobContext context, SourceReader reader, IReadOnlyDictionary<string, SourceTable> source, MirrorPlan plan, Func<string, string> treatment)
{
    public async Task<IReadOnlyCollection<string>> FindAsync(CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        var copies = (await CopyRecord.AllAsync(analytics, cancellation)).ToDictionary(c => c.Relation);
        var here = await MirrorCatalog.ReadAsync(analytics, cancellation);
        var candidates = here.Tables.Values.Select(t => copies.GetValueOrDefault(t.Key.Object)).OfType<CopyRecord>().Where(c => IsSameDefinition(c, here)).ToList();

        var proven = new ConcurrentBag<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Settings.Miroir.Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(candidates.OrderByDescending(c => source[c.Table].Bytes), parallel, async (copy, token) =>
        {
            if (await HoldsAsync(copy, token)) proven.Add(copy.Table);
        });
        return proven;
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
