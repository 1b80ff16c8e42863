using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// A day into a history: each night the source holds a week that all already have and one new day. The three ways do the same night
/// one after the other, and must end with the same rows of that day.
/// </summary>
internal sealed class DayBenchmark(BenchServer server, EvenementsPlan plan, StatementProfile profile, TextWriter messages)
{
    private readonly MadeUpProduction production = new(server, plan.PerDay);
    private readonly OurWay ours = new(server);
    private readonly ClassicalByPages classical = new(server);
    private readonly ClassicalAtBest atBest = new(server);

    private string[] Analytics => [OurWay.Database, classical.Database, atBest.Database];

    public async Task<DayResult> RunAsync(long history, CancellationToken cancellation)
    {
        await BuildHistoryAsync(history, cancellation);
        Contestant[] contestants =
        [
            new("ours", OurWay.Database, night => ours.RunAsync(production.NightAfter((night * (long)plan.PerDay) - 1), cancellation)),
            new("classical", classical.Database, _ => classical.RunAsync(cancellation)),
            new("classical, at its best", atBest.Database, _ => atBest.RunAsync(cancellation)),
        ];
        for (var night = 1; night <= plan.Rounds; night++) await NightAsync(night, contestants, cancellation);
        foreach (var database in (string[])[.. Analytics, MadeUpProduction.Database]) await server.DropAsync(database, cancellation);
        return new DayResult(history, contestants[0].Rounds, contestants[1].Rounds, contestants[2].Rounds);
    }

    /// <summary>History comes week by week, as it did, by our jobs; the last week stays in the source.</summary>
    private async Task BuildHistoryAsync(long history, CancellationToken cancellation)
    {
        await production.CreateAsync(cancellation);
        await server.CreateAsync(cancellation, OurWay.Database, classical.Database);
        await production.PeopleAsync(OurWay.Database, night: 0, cancellation);
        for (var (first, week) = (-history, history / production.PerWeek); week >= 0; week--)
        {
            var next = -week * production.PerWeek;
            if (first == next) continue;
            await production.ForgetEventsAsync(cancellation);
            await production.AddEventsAsync(first, next - 1, cancellation);
            var night = await ours.RunAsync(production.NightAfter(next - 1), cancellation);
            await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"history: {history + next:N0} of {history:N0} events, {next - first:N0} of them in {night.Total:0.0} s"));
            first = next;
        }

        await messages.WriteLineAsync("history: the same rows into the classical table, then its indexes");
        await ClassicalTable.FillAsync(server, classical.Database, cancellation);
        await server.CloneAsync(classical.Database, atBest.Database, cancellation);
    }

    /// <summary>Who begins changes from night to night.</summary>
    private async Task NightAsync(int night, Contestant[] contestants, CancellationToken cancellation)
    {
        await production.AddDayAsync(night, cancellation);
        foreach (var database in Analytics) await production.PeopleAsync(database, night, cancellation);
        var first = (night - 1) % contestants.Length;
        foreach (var contestant in (Contestant[])[.. contestants[first..], .. contestants[..first]])
        {
            await server.SettleAsync(cancellation, [MadeUpProduction.Database, .. Analytics]);
            contestant.Rounds.Add(await profile.AroundAsync($"{contestant.Name}, night {night}", contestant.Database, () => contestant.RunAsync(night), cancellation));
        }

        await messages.WriteLineAsync($"night {night}: " + string.Join("; ", contestants.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Rounds[^1].Total:0.00} s"))));
        await EnsureSameAsync(night, contestants, cancellation);
    }

    private async Task EnsureSameAsync(int night, Contestant[] contestants, CancellationToken cancellation)
    {
        var ends = new List<string>();
        foreach (var contestant in contestants) ends.Add(await FingerprintAsync(contestant.Database, night, cancellation));
        if (ends.Distinct().Count() == 1 && ends[0].StartsWith($"{plan.PerDay} ", StringComparison.Ordinal)) return;
        throw new PipelineException($"Night {night} ended differently, its times mean nothing: {string.Join("; ", contestants.Zip(ends, (c, end) => $"{c.Name}: {end}"))}.");
    }

    private async Task<string> FingerprintAsync(string database, int night, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        return await connection.ScalarAsync<string>(BenchSql.Read("Evenements/day_fingerprint.sql"), cancellation, MadeUpProduction.DayBefore(night)) ?? "";
    }

    private sealed record Contestant(string Name, string Database, Func<int, Task<Measure>> RunAsync)
    {
        public List<Measure> Rounds { get; } = [];
    }
}
