using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>What holds of every page, however one comes to it.</summary>
public sealed class EachPageTests(DashboardFixture data, BrowserFixture browser)
{
    public static TheoryData<string> Addresses => PageList.All;

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task It_shows_itself_light_and_dark_wide_and_on_a_phone_and_everybody_can_use_it(string address)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync(address);
        await LookAsync(visit, address, dark: false, Visit.Wide, new AxeRunOptions());
        await LookAsync(visit, address, dark: true, Visit.Wide, Contrast());
        await LookAsync(visit, address, dark: true, Visit.Phone, check: null);
        await LookAsync(visit, address, dark: false, Visit.Phone, new AxeRunOptions());
        await AssertFitsTheNarrowestAsync(visit);
        await visit.EndAsync();
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task It_says_what_it_is_by_its_title_its_one_first_heading_and_its_place_among_the_rubrics(string address)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync(address);
        var heading = await visit.Page.Locator("h1").InnerTextAsync();
        var title = await visit.Page.TitleAsync();
        Assert.Contains(heading.Split(',', ':')[0].Trim(), title, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("fr", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        var here = visit.Page.Locator("nav.rubriques a[aria-current=page]");
        Assert.Equal(address, await here.GetAttributeAsync("href"));
        // Each chart was drawn, and says where its numbers are.
        var charts = visit.Page.Locator("[data-graphique]");
        for (var i = 0; i < await charts.CountAsync(); i++)
        {
            await charts.Nth(i).Locator("canvas").WaitForAsync();
            Assert.NotEmpty(await charts.Nth(i).GetAttributeAsync("aria-label") ?? "");
        }

        await visit.EndAsync();
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Without_scripts_it_shows_its_numbers_as_tables(string address)
    {
        await using var visit = await browser.VisitAsync(data.Address, scripts: false);
        await visit.GoAsync(address);
        Assert.NotEmpty(await visit.Page.Locator("h1").InnerTextAsync());
        foreach (var filter in await visit.Page.Locator("form[data-filtres]").AllAsync()) Assert.True(await filter.Locator("button[type=submit]").IsVisibleAsync());
        // Where a script would draw, no empty frame is left.
        foreach (var chart in await visit.Page.Locator("[data-graphique]").AllAsync()) Assert.False(await chart.IsVisibleAsync());
        var tables = await visit.Page.Locator("main details:has(table)").AllAsync();
        foreach (var table in tables)
        {
            if (await table.GetAttributeAsync("open") is null) await table.Locator("summary").First.ClickAsync();
            Assert.True(await table.Locator("tbody tr").First.IsVisibleAsync());
        }

        Assert.True(tables.Count > 0 || await visit.Page.Locator("main table tbody tr").First.IsVisibleAsync());
    }

    private static AxeRunOptions Contrast() => new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    /// <summary>As the person changes the system's theme, or turns the phone: without loading the page anew.</summary>
    private static async Task LookAsync(Visit visit, string address, bool dark, int width, AxeRunOptions? check)
    {
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await visit.Page.SetViewportSizeAsync(width, Visit.Height);
        await visit.Page.Locator($"html[data-bs-theme={(dark ? "dark" : "light")}]").WaitForAsync();
        Assert.Equal(dark ? "Thème clair" : "Thème sombre", await visit.Page.Locator("[data-theme-bouton]").InnerTextAsync());
        await Screenshots.TakeAsync(visit.Page, $"{PageList.Name(address)}-{(dark ? "sombre" : "clair")}-{(width == Visit.Wide ? "large" : "etroit")}");
        if (check is null) return;
        var found = await visit.Page.RunAxe(check);
        var broken = found.Violations.Where(static v => v.Impact is "serious" or "critical").SelectMany(static v => v.Nodes.Select(n => $"{v.Id}: {n.Html}")).ToList();
        Assert.True(broken.Count == 0, string.Join("\n", broken));
    }

    /// <summary>Only tables scroll sideways, within themselves.</summary>
    private static async Task AssertFitsTheNarrowestAsync(Visit visit)
    {
        await visit.Page.SetViewportSizeAsync(Visit.Narrowest, Visit.Height);
        Assert.Equal(Visit.Narrowest, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        // With all that can be unfolded, too.
        await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Equal(Visit.Narrowest, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
