using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>
/// Rounds of first nights, each way into an empty database; at the end of a round, ours goes on with a second night after a table
/// changed, and with one more that readers look at.
/// </summary>
internal sealed class MiroirBenchmark(BenchServer server, MiroirPlan plan, MiroirSource source, TextWriter messages)
{
    private readonly OurMirror ours = new(server);
    private readonly SameTables same = new(server);
    private readonly List<Night> secondNights = [];
    private readonly List<ReadNight> readNights = [];

    public async Task<MiroirResult> RunAsync(CancellationToken cancellation)
    {
        var contestants = (await WaysAsync()).Select(way => new Contestant(way, [])).ToArray();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            await FirstNightsAsync(round, contestants, cancellation);
            await LaterNightsAsync(round, cancellation);
            await server.DropAsync(ours.Database, cancellation);
        }

        return new MiroirResult([.. contestants.Select(c => new WayResult(c.Way.Name, c.Nights))], secondNights, readNights);
    }

    private async Task<IReadOnlyList<MirrorWay>> WaysAsync()
    {
        List<MirrorWay> ways = [ours, DumpAndRestore.OneFile(server, plan.Compression), DumpAndRestore.TwoJobs(server, plan.Compression)];
        if (PgCopyDb.Find(server) is { } pgcopydb) ways.Add(pgcopydb);
        else await messages.WriteLineAsync("pgcopydb is not on PATH: its line is left out");
        return ways;
    }

    /// <summary>Who begins changes from round to round. Our mirror stays for the nights that follow.</summary>
    private async Task FirstNightsAsync(int round, Contestant[] contestants, CancellationToken cancellation)
    {
        for (var i = 0; i < contestants.Length; i++)
        {
            var (way, nights) = contestants[(round - 1 + i) % contestants.Length];
            await server.CreateAsync(cancellation, way.Database);
            nights.Add(await NightAsync($"round {round}, {way.Name}", way, () => way.RunAsync(cancellation), cancellation));
            if (way != ours) await server.DropAsync(way.Database, cancellation);
        }
    }

    private async Task LaterNightsAsync(int round, CancellationToken cancellation)
    {
        await source.ChangeAsync(round, cancellation);
        secondNights.Add(await NightAsync($"round {round}, ours, second night", ours, () => ours.RunAsync(cancellation), cancellation));
        if (!plan.Readers) return;
        await NightAsync($"round {round}, ours, with readers", ours, async () =>
        {
            readNights.Add(await new MirrorReaders(server, ours.Database).DuringAsync(() => ours.RunAsync(cancellation), cancellation));
            return readNights[^1].Night;
        }, cancellation);
    }

    private async Task<Night> NightAsync(string title, MirrorWay way, Func<Task<Night>> runAsync, CancellationToken cancellation)
    {
        await server.SettleAsync(cancellation, MiroirSource.Database, way.Database);
        var night = await runAsync();
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{title}: {night.Seconds:0.00} s"));
        await same.EnsureAsync(way, cancellation);
        return night;
    }

    private sealed record Contestant(MirrorWay Way, List<Night> Nights);
}
