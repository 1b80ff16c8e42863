using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>The runs against their record.</summary>
public sealed class ExecutionsTests(DashboardFixture data, BrowserFixture browser)
{
    [Fact]
    public async Task Every_run_stands_there_the_newest_first()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/executions");
        var runs = await data.Analytics.RowsAsync("select s.id::text, s.type_job from pipeline.suivi_job s order by s.id desc");
        var table = await Screen.TableAsync(visit.Page.Locator("table.executions"));
        Assert.Equal(runs.Select(static r => r[0]), table.Column("N°"));
        Assert.Equal(runs.Select(static r => r[1]), table.Column("Travail"));
        await visit.EndAsync();
    }

    [Fact]
    public async Task A_filter_goes_into_the_address_and_the_way_back_takes_it_out()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/executions");
        var address = await visit.FollowAsync(() => visit.Page.Locator("select[name=travail]").SelectOptionAsync("charger-les-vues"));
        Assert.Equal("/executions?travail=charger-les-vues", address);
        var expected = await data.Analytics.RowsAsync("select s.id::text from pipeline.suivi_job s where s.type_job = 'charger-les-vues' order by s.id desc");
        Assert.Equal(expected.Select(static r => r[0]), (await Screen.TableAsync(visit.Page.Locator("table.executions"))).Column("N°"));
        await visit.FollowAsync(() => visit.Page.Locator("select[name=etat]").SelectOptionAsync("interrompue"));
        Assert.Equal(0, await visit.Page.Locator("table.executions").CountAsync());
        Assert.True(await visit.Page.Locator("main .vide a[href='/executions']").IsVisibleAsync());
        Assert.Equal(address, await visit.FollowAsync(() => visit.Page.GoBackAsync()));
        Assert.Equal("charger-les-vues", await visit.Page.Locator("select[name=travail]").InputValueAsync());
        await visit.EndAsync();
    }

    [Fact]
    public async Task A_failed_run_says_why_in_the_list_and_on_its_own_page()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/executions?etat=echouee");
        var failed = Assert.Single(await data.Analytics.RowsAsync("select id, type_job, erreur from pipeline.suivi_job where not succes"));
        var line = Assert.Single((await Screen.TableAsync(visit.Page.Locator("table.executions"))).Rows);
        Assert.Equal([$"{failed[0]}", failed[1], "✗ échouée"], line.Take(3));
        Assert.Contains("evenement_engagement_hebdo", (string)failed[2]!, StringComparison.Ordinal);
        Assert.Equal(failed[2], line[^1]);
        await visit.FollowAsync(() => visit.Page.Locator($"table.executions a[href='/executions?id={failed[0]}']").ClickAsync());
        Assert.Contains((string)failed[2]!, await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.EndAsync();
    }

    [Fact]
    public async Task A_run_leads_to_the_weeks_that_it_computed()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        var run = await data.Analytics.NumberAsync("select max(suivi) from pipeline.vue_semaine");
        await visit.GoAsync("/executions");
        await visit.FollowAsync(() => visit.Page.Locator($"table.executions a[href='/executions?id={run}']").ClickAsync());
        var vues = await data.Analytics.RowsAsync("select vue, count(*), min(semaine), max(semaine) from pipeline.vue_semaine where suivi = $1 group by vue order by vue", run);
        var lines = visit.Page.Locator("main li:has(a[href^='/semaines'])");
        Assert.Equal(vues.Count, await lines.CountAsync());
        foreach (var vue in vues)
        {
            var line = lines.Filter(new() { Has = visit.Page.Locator($"a[href*='vue={vue[0]}#']") });
            Assert.Contains($" {vue[1]} ", (await line.InnerTextAsync()).Replace('\u00a0', ' '), StringComparison.Ordinal);
            Assert.Contains($"semaine={vue[2]:yyyy-MM-dd}", await line.Locator("a").First.GetAttributeAsync("href"), StringComparison.Ordinal);
            Assert.Contains($"semaine={vue[3]:yyyy-MM-dd}", await line.Locator("a").Last.GetAttributeAsync("href"), StringComparison.Ordinal);
        }

        await visit.EndAsync();
    }
}
