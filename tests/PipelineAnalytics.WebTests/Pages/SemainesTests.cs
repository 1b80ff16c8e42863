using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>The ledger of weeks against what was published.</summary>
public sealed class SemainesTests(DashboardFixture data, BrowserFixture browser)
{
    [Fact]
    public async Task Every_published_week_of_every_vue_has_its_cell_with_the_events_of_the_week()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/semaines");
        var vues = (await data.Analytics.RowsAsync("select distinct vue from pipeline.vue_semaine order by vue")).ConvertAll(static r => (string)r[0]!);
        var weeks = await data.Analytics.RowsAsync("select semaine, count(*) from public.evenement_engagement where semaine <= $1 group by semaine order by semaine desc", DashboardFixture.LastWeek);
        Assert.Equal(DashboardFixture.Semaines, weeks.Count);
        foreach (var week in weeks)
        {
            var row = visit.Page.Locator(".grille-semaines tbody tr", new() { Has = visit.Page.Locator($"a[href*='semaine={week[0]:yyyy-MM-dd}']") });
            var cells = await row.Locator("a.case").EvaluateAllAsync<string[]>("cells => cells.map(c => c.textContent.replace(/\\s+/g, ' ').trim())");
            Assert.Equal(vues.Count, cells.Length);
            Assert.All(cells, static cell => Assert.Contains("calculée", cell, StringComparison.Ordinal));
            Assert.Equal((decimal?)(long)week[1]!, Screen.Number(await row.Locator("td").First.InnerTextAsync()));
        }

        await visit.EndAsync();
    }

    [Fact]
    public async Task A_week_computed_before_its_end_is_provisional_and_one_with_late_events_says_what_moved()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/semaines");
        Assert.Contains("provisoire", await Cell(visit, DashboardFixture.ProvisionalWeek).InnerTextAsync(), StringComparison.Ordinal);
        var revised = Cell(visit, DashboardFixture.RevisedWeek);
        Assert.Contains("révisée", await revised.InnerTextAsync(), StringComparison.Ordinal);
        await visit.FollowAsync(() => revised.ClickAsync());
        var revision = Assert.Single(await data.Analytics.RowsAsync(
            "select nb_cellules, avant #>> '{}', apres #>> '{}' from pipeline.revision where vue = 'analytics_engagement' and semaine = $1", DashboardFixture.RevisedWeek));
        var told = await visit.Page.Locator("#case").InnerTextAsync();
        foreach (var number in revision) Assert.Contains($"{number}", told, StringComparison.Ordinal);
        await visit.EndAsync();
    }

    private static Microsoft.Playwright.ILocator Cell(Visit visit, DateOnly week) => visit.Page.Locator($"a.case[href*='semaine={week:yyyy-MM-dd}'][href*='vue=analytics_engagement#']");

    [Fact]
    public async Task A_cell_leads_to_the_run_that_computed_it_and_back()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/semaines");
        var run = await data.Analytics.NumberAsync("select suivi from pipeline.vue_semaine where vue = 'analytics_engagement' and semaine = $1", DashboardFixture.LastWeek);
        var cell = await visit.FollowAsync(() => visit.Page.Locator("a.case[href*='semaine=2025-09-22'][href*='vue=analytics_engagement#']").ClickAsync());
        Assert.Contains("semaine=2025-09-22", cell, StringComparison.Ordinal);
        Assert.Equal($"/executions?id={run}", await visit.FollowAsync(() => visit.Page.Locator("#case .faits a[href^='/executions']").ClickAsync()));
        Assert.Equal(cell, await visit.FollowAsync(() => visit.Page.GoBackAsync()));
        Assert.Equal("true", await visit.Page.Locator("a.case[href*='semaine=2025-09-22'][href*='vue=analytics_engagement#']").GetAttributeAsync("aria-current"));
        await visit.EndAsync();
    }
}
