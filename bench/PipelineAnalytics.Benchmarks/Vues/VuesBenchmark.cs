using System.Globalization;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>All weeks, then one week, ours against the classical way and against reading the table once; what both computed must be the same.</summary>
internal sealed class VuesBenchmark(BenchServer server, VuesPlan plan, VuesData data, StatementProfile profile, TextWriter messages)
{
    private readonly OurVues ours = new(server, data);
    private readonly ClassicalVues classical = new(server);
    private readonly SameVues same = new(server);
    private readonly Dictionary<Semaine, int> compared = [];

    public async Task<VuesResult> RunAsync(CancellationToken cancellation)
    {
        await classical.CreateAsync(cancellation);
        var all = await AllWeeksAsync(cancellation);
        Semaine[] spread = [.. data.Spread(plan.ClassicalWeeks)];
        var classicalSpread = new List<Turn>();
        foreach (var week in spread) classicalSpread.Add(await ClassicalSpreadAsync(week, cancellation));
        var one = await OneWeekAsync(cancellation);
        return new VuesResult(all[0], all[1], all[2], spread, classicalSpread, one[0], one[1], one[2], compared);
    }

    /// <summary>The first backfill makes the vues, later ones replace them.</summary>
    private Task<List<Turn>[]> AllWeeksAsync(CancellationToken cancellation) => InTurnAsync(
    [
        new("ours, all weeks", OurWay.Database, () => ours.AllAsync(cancellation)),
        new("copy", OurWay.Database, () => StatementAsync("copy (select * from evenement_engagement) to '/dev/null' (format binary)", cancellation)),
        new("count(*)", OurWay.Database, () => StatementAsync("select count(*) from evenement_engagement", cancellation)),
    ], cancellation);

    /// <summary>Compared after the backfill, and the last week again after it was computed by itself.</summary>
    private async Task<Turn> ClassicalSpreadAsync(Semaine week, CancellationToken cancellation)
    {
        var turn = await TurnAsync(new($"classical, {week}", ClassicalVues.Database, () => classical.WeekAsync(week, cancellation)), cancellation);
        compared[week] = await same.EnsureAsync(week, cancellation);
        return turn;
    }

    private async Task<List<Turn>[]> OneWeekAsync(CancellationToken cancellation)
    {
        var turns = await InTurnAsync(
        [
            new($"ours, {data.Last}", OurWay.Database, () => ours.WeekAsync(data.Last, cancellation)),
            new($"ours, {data.Middle}", OurWay.Database, () => ours.WeekAsync(data.Middle, cancellation)),
            new($"classical, {data.Last}", ClassicalVues.Database, () => classical.WeekAsync(data.Last, cancellation)),
        ], cancellation);
        foreach (var week in compared.Keys.Append(data.Last).Distinct().ToArray()) compared[week] = await same.EnsureAsync(week, cancellation);
        return turns;
    }

    /// <summary>Who begins changes from round to round.</summary>
    private async Task<List<Turn>[]> InTurnAsync(Contestant[] contestants, CancellationToken cancellation)
    {
        List<Turn>[] turns = [.. contestants.Select(_ => new List<Turn>())];
        for (var round = 0; round < plan.Rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                var next = (round + i) % contestants.Length;
                turns[next].Add(await TurnAsync(contestants[next], cancellation));
            }
        }

        return turns;
    }

    private async Task<Turn> TurnAsync(Contestant contestant, CancellationToken cancellation)
    {
        await server.SettleAsync(cancellation, OurWay.Database, ClassicalVues.Database);
        var turn = await profile.AroundAsync(contestant.Name, contestant.Database, contestant.RunAsync, cancellation);
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{contestant.Name}: {turn.Seconds:0.00} s"));
        return turn;
    }

    private Task<Turn> StatementAsync(string sql, CancellationToken cancellation) => Spill.AroundAsync(server, OurWay.Database, async () =>
    {
        await using var connection = await server.OpenAsync(OurWay.Database, cancellation);
        return new Turn(new Measure([await Stopwatches.TimeAsync(sql, () => connection.ExecuteAsync(sql, cancellation))]), Spilled: 0);
    }, cancellation);

    private sealed record Contestant(string Name, string Database, Func<Task<Turn>> RunAsync);
}
