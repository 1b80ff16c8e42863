using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>
/// The proof of a load: what the source holds against what analytics has of it, by block of ids and day, each counted by its own
/// server, in the load's snapshot and transaction.
/// </summary>
/// <remarks>
/// Blocks that are equal before the load are proven: the load does not touch them. The others are counted again after it.
/// </remarks>
internal sealed class LoadReceipt(NpgsqlConnection analytics, string zone, long? highest, IReadOnlyList<IdBlock> blocks, Empreintes held, IReadOnlySet<long> differing)
{
    /// <summary>The blocks that have ids up to <see cref="Highest"/>.</summary>
    public IEnumerable<IdBlock> Blocks => blocks;

    /// <summary>Those of <see cref="Blocks"/> that analytics has otherwise.</summary>
    public IEnumerable<IdBlock> Differing => blocks.Where(b => differing.Contains(b.Number));

    /// <summary>Analytics' highest id before the load; null when it has no event at all: everything lies beyond.</summary>
    public long? Highest => highest;

    public long InSource => held.Count;

    /// <summary>Events of the source beyond <see cref="Highest"/>.</summary>
    public long Beyond => held.CountBeyond;

    /// <summary>Analytics' highest id; null when it has no event at all.</summary>
    public static Task<long?> HighestAsync(NpgsqlConnection analytics, CancellationToken cancellation) =>
        analytics.ScalarAsync<long?>("select max(id) from public.evenement_engagement", cancellation);

    /// <summary>Compares before the load, all of it. Where analytics has no event it is not asked: it may be taking in the first ones.</summary>
    public static async Task<LoadReceipt> OpenAsync(NpgsqlConnection source, NpgsqlConnection analytics, string zone, long? highest, CancellationToken cancellation)
    {
        var blocks = (await Empreintes.BlocksAsync(source, cancellation)).Where(b => b.First <= highest).ToList();
        var (first, last) = (blocks.Select(b => b.First).ToArray(), blocks.Select(b => Math.Min(b.Last, highest!.Value)).ToArray());

        // Two servers: they count at the same time.
        var both = await Task.WhenAll(
            Empreintes.ReadAsync(source, "empreintes_source", cancellation, zone, highest),
            blocks.Count == 0 ? Task.FromResult(new Empreintes([])) : Empreintes.ReadAsync(analytics, "empreintes_analytics", cancellation, zone, first, last));
        var differing = both[0].Differences(both[1]).Select(d => d.Block).OfType<long>().ToHashSet();
        return new LoadReceipt(analytics, zone, highest, blocks, both[0], differing);
    }

    /// <returns>The days that differ after the load, in the business time zone; the empty text stands for events without a date.</returns>
    public Task<IReadOnlyList<string>> DifferencesAsync(CancellationToken cancellation) => DifferencesAsync(held.Of(differing), cancellation);

    /// <summary>The same where nothing is proven any more: after a repair, which may touch any block.</summary>
    public Task<IReadOnlyList<string>> AllDifferencesAsync(CancellationToken cancellation) => DifferencesAsync(held, cancellation);

    private async Task<IReadOnlyList<string>> DifferencesAsync(Empreintes expected, CancellationToken cancellation)
    {
        var compared = await Empreintes.ReadAsync(analytics, "recu_analytics", cancellation, zone);
        var have = compared.With(await Empreintes.ReadAsync(analytics, "recu_nouveaux", cancellation, zone, highest));
        return [.. expected.Differences(have).Select(d => d.Day).Distinct().Order(StringComparer.Ordinal)];
    }
}
