using System.Globalization;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>Whole weeks of events, by our jobs week after week as they come in life, and the same rows in the classical table.</summary>
internal sealed class VuesHistory(BenchServer server, VuesPlan plan, TextWriter messages)
{
    /// <summary>Event 0 is a Friday's first: those of its week's Monday to Thursday are not made.</summary>
    private const int DaysSinceMonday = 4;

    private readonly MadeUpProduction production = new(server, plan.PerDay);
    private readonly OurWay ours = new(server);

    private long End => -(long)DaysSinceMonday * plan.PerDay;

    public async Task<VuesData> BuildAsync(CancellationToken cancellation)
    {
        await production.CreateAsync(cancellation);
        await server.CreateAsync(cancellation, OurWay.Database, ClassicalVues.Database);
        await production.PeopleAsync(OurWay.Database, night: 0, cancellation);
        for (var week = 1; week <= plan.Weeks; week++) await AddWeekAsync(week, cancellation);
        await production.ForgetEventsAsync(cancellation);

        await messages.WriteLineAsync("history: the same rows into the classical table, then its indexes");
        await production.PeopleAsync(ClassicalVues.Database, night: 0, cancellation);
        await ClassicalTable.FillAsync(server, ClassicalVues.Database, cancellation);
        return await DescribeAsync(cancellation);
    }

    private async Task AddWeekAsync(int week, CancellationToken cancellation)
    {
        var first = End - ((plan.Weeks - week + 1) * plan.PerWeek);
        await production.ForgetEventsAsync(cancellation);
        await production.AddEventsAsync(first, first + plan.PerWeek - 1, cancellation);
        var night = await ours.RunAsync(production.NightAfter(first + plan.PerWeek - 1), cancellation);
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"history: week {week} of {plan.Weeks}, {plan.PerWeek:N0} events in {night.Total:0.0} s"));
    }

    private async Task<VuesData> DescribeAsync(CancellationToken cancellation)
    {
        await using var classical = await server.OpenAsync(ClassicalVues.Database, cancellation);
        var users = await classical.ScalarAsync<long>("select count(*) from (select distinct id_utilisateur from evenement_engagement) u", cancellation);
        var weeks = await classical.QueryAsync("select distinct semaine from evenement_engagement order by 1", static r => new Semaine(r.GetFieldValue<DateOnly>(0)), cancellation);
        if (weeks.Count != plan.Weeks) throw new PipelineException($"The events fill {weeks.Count} weeks, and not {plan.Weeks}: nothing was measured.");
        return new VuesData(plan.Weeks * plan.PerWeek, users, weeks, production.NightAfter(End - 1));
    }
}
