using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// A day into a history: each night the source holds a week that both already have and one new day. Both ways do the same night one
/// after the other, and must end with the same rows of that day.
/// </summary>
internal sealed class DayBenchmark(BenchServer server, EvenementsPlan plan, StatementProfile profile, TextWriter messages)
{
    private readonly MadeUpProduction production = new(server, plan.PerDay);
    private readonly OurWay ours = new(server);
    private readonly ClassicalWay classical = new(server);

    public async Task<DayResult> RunAsync(long history, CancellationToken cancellation)
    {
        await BuildHistoryAsync(history, cancellation);
        var (our, their) = (new List<Measure>(), new List<Measure>());
        for (var night = 1; night <= plan.Rounds; night++) await NightAsync(night, our, their, cancellation);
        foreach (var database in (string[])[OurWay.Database, ClassicalWay.Database, MadeUpProduction.Database]) await server.DropAsync(database, cancellation);
        return new DayResult(history, our, their);
    }

    /// <summary>History comes week by week, as it did, by our jobs; the last week stays in the source.</summary>
    private async Task BuildHistoryAsync(long history, CancellationToken cancellation)
    {
        await production.CreateAsync(cancellation);
        await server.CreateAsync(cancellation, OurWay.Database, ClassicalWay.Database);
        await production.PeopleAsync(OurWay.Database, night: 0, cancellation);
        await production.PeopleAsync(ClassicalWay.Database, night: 0, cancellation);
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
        await classical.FillAsync(cancellation);
    }

    private async Task NightAsync(int night, List<Measure> our, List<Measure> their, CancellationToken cancellation)
    {
        await production.AddDayAsync(night, cancellation);
        await production.PeopleAsync(OurWay.Database, night, cancellation);
        await production.PeopleAsync(ClassicalWay.Database, night, cancellation);
        Func<Task>[] contestants = [() => OursAsync(night, our, cancellation), () => TheirsAsync(night, their, cancellation)];
        foreach (var contestant in night % 2 == 1 ? contestants : contestants.Reverse())
        {
            await server.SettleAsync(cancellation, MadeUpProduction.Database, OurWay.Database, ClassicalWay.Database);
            await contestant();
        }

        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"night {night}: ours {our[^1].Total:0.00} s, classical {their[^1].Total:0.00} s"));
        await EnsureSameAsync(night, cancellation);
    }

    private async Task OursAsync(int night, List<Measure> our, CancellationToken cancellation) => our.Add(await profile.AroundAsync(
        $"ours, night {night}", OurWay.Database, () => ours.RunAsync(production.NightAfter((night * (long)plan.PerDay) - 1), cancellation), cancellation));

    private async Task TheirsAsync(int night, List<Measure> their, CancellationToken cancellation) => their.Add(await profile.AroundAsync(
        $"classical, night {night}", ClassicalWay.Database, () => classical.RunAsync(cancellation), cancellation));

    private async Task EnsureSameAsync(int night, CancellationToken cancellation)
    {
        var (our, their) = (await FingerprintAsync(OurWay.Database, night, cancellation), await FingerprintAsync(ClassicalWay.Database, night, cancellation));
        if (our != their || !our.StartsWith($"{plan.PerDay} ", StringComparison.Ordinal)) throw new PipelineException($"Night {night} ended differently, its times mean nothing: ours {our}, classical {their}.");
    }

    private async Task<string> FingerprintAsync(string database, int night, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        return await connection.ScalarAsync<string>(BenchSql.Read("Evenements/day_fingerprint.sql"), cancellation, MadeUpProduction.DayBefore(night)) ?? "";
    }
}
