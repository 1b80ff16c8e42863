using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>The first page against the tables.</summary>
public sealed class TableauDeBordTests(DashboardFixture data, BrowserFixture browser)
{
    private const string Actifs = "select sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine) from public.analytics_engagement_national where semaine = $1";

    [Fact]
    public async Task It_says_in_words_that_the_night_is_there()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        var words = string.Join(' ', (await visit.Page.InnerTextAsync("main")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Données à jour, nuit du 29 septembre 2025", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_numbers_of_active_users_are_those_of_the_vue()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        var now = await data.Analytics.NumberAsync(Actifs, DashboardFixture.LastWeek);
        var before = await data.Analytics.NumberAsync(Actifs, DashboardFixture.LastWeek.AddDays(-7));
        var figures = await visit.Page.Locator("main .chiffre").AllInnerTextsAsync();
        Assert.Equal(now, Screen.Number(figures[0]));
        Assert.Equal(Math.Round(100m * (now - before) / before, 1), Screen.Number(figures[1]));
        // A year ago there was nothing.
        Assert.Equal("—", figures[2]);
    }

    [Fact]
    public async Task The_last_chain_stands_there_job_by_job()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        var runs = await data.Analytics.RowsAsync("select type_job from pipeline.suivi_job where id >= (select max(id) from pipeline.suivi_job where type_job = 'dump-for-analytics') order by id");
        var table = await Screen.TableAsync(visit.Page.Locator("table:has(th:text-is('Travail'))").First);
        Assert.Equal(runs.Select(static r => r[0]), table.Column("Travail"));
        // What failed, or was run by itself, before that chain is not of it.
        Assert.Equal(4, runs.Count);
        Assert.All(table.Column("État"), static state => Assert.Contains("réussi", state, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_small_chart_a_structure_draws_the_weeks_of_the_vue()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        var expected = (await data.Analytics.RowsAsync(Sql.Read("Pages/actifs_par_structure.sql"))).ToLookup(static r => (string)r[0]!, static r => (double)(long)r[2]!);
        var charts = await Task.WhenAll((await visit.Page.Locator("figure:has([data-graphique])").AllAsync()).Select(Screen.ChartAsync));
        Assert.Equal(expected.Select(static s => s.Key).Order(StringComparer.Ordinal), charts.Select(static c => c.Title).Order(StringComparer.Ordinal));
        Assert.All(charts, chart => Assert.Equal(expected[chart.Title], Assert.Single(chart.Series).Value.Select(static v => v ?? -1)));
    }

    [Fact]
    public async Task A_structure_leads_to_its_engagement()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        Assert.Equal("/engagement?structure=MILO", await visit.FollowAsync(() => visit.Page.Locator("main figure a", new() { HasTextRegex = new("^MILO$") }).ClickAsync()));
        Assert.Equal("MILO", await visit.Page.Locator("select[name=structure]").InputValueAsync());
        await visit.EndAsync();
    }
}
