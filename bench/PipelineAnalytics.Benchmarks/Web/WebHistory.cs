using System.Globalization;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Jobs.ChargerLesVues;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>An analytics database as years of nights leave it: one small week by the real jobs, which make all tables, then all weeks by SQL.</summary>
internal sealed class WebHistory(BenchServer server, WebPlan plan, TextWriter messages)
{
    private const int PerDay = 1_000;

    /// <summary>Event 0 is a Friday's first: the week before ended four days earlier.</summary>
    private const long End = -4L * PerDay;

    private static readonly string[] Vues = ["analytics_engagement", "analytics_engagement_national", "analytics_fonctionnalites", "analytics_fonctionnalites_demarches_ia"];

    public async Task<WebData> BuildAsync(CancellationToken cancellation)
    {
        var production = new MadeUpProduction(server, PerDay);
        var ours = new OurWay(server);
        var night = production.NightAfter(End - 1);
        await messages.WriteLineAsync("one week by the real jobs");
        await production.CreateAsync(cancellation);
        await server.CreateAsync(cancellation, OurWay.Database);
        await production.PeopleAsync(OurWay.Database, night: 0, cancellation);
        await production.AddEventsAsync(End - production.PerWeek, End - 1, cancellation);
        await ours.RunAsync(night, cancellation);
        await ours.RunAsync(new ChargerLesVuesJob(), night, cancellation);

        var last = Semaine.Of(DateOnly.FromDateTime(night.Date)).Precedente;
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{plan.Weeks} weeks by SQL"));
        var rows = await FillAsync(last, cancellation);
        await server.SettleAsync(cancellation, OurWay.Database);
        return new WebData(last, night.AddHours(3), rows);
    }

    private async Task<Dictionary<string, long>> FillAsync(Semaine last, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(OurWay.Database, cancellation);
        await connection.ExecuteAsync("select set_config('bench.dernier', $1, false), set_config('bench.semaines', $2, false), set_config('work_mem', '256MB', false)", cancellation,
            $"{last}", plan.Weeks.ToString(CultureInfo.InvariantCulture));
        await connection.ExecuteFileAsync("Web/annees.sql", cancellation);
        var rows = new Dictionary<string, long>();
        foreach (var vue in Vues) rows[vue] = await connection.ScalarAsync<long>($"select count(*) from {QuotedName.Of(vue)}", cancellation);
        return rows;
    }
}
