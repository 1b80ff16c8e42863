using Microsoft.Playwright;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>What the frame around the pages does.</summary>
public sealed class FrameTests(DashboardFixture data, BrowserFixture browser)
{
    private const long Light = 300 * 1024;

    [Fact]
    public async Task The_first_page_is_light_beside_the_chart_library()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        var bytes = await visit.BytesBesideAsync(static url => url.Contains("/echarts", StringComparison.Ordinal));
        Assert.InRange(bytes, 1, Light);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes");
    }

    [Fact]
    public async Task A_dark_system_gets_a_dark_page_from_the_first_paint()
    {
        await using var visit = await browser.VisitAsync(data.Address, dark: true);
        await visit.Page.GotoAsync("/", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await visit.Page.Locator("body").WaitForAsync();
        Assert.Equal("dark", await visit.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await visit.EndAsync();
    }

    [Fact]
    public async Task The_theme_that_one_chooses_holds_on_the_next_page()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Thème sombre" }).ClickAsync();
        Assert.Equal("dark", await visit.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await visit.GoAsync("/");
        Assert.Equal("dark", await visit.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Thème clair" }).ClickAsync();
        Assert.Equal("light", await visit.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await visit.EndAsync();
    }

    [Fact]
    public async Task On_a_phone_the_rubric_that_is_shown_is_in_sight()
    {
        await using var visit = await browser.VisitAsync(data.Address, width: Visit.Phone);
        await visit.GoAsync("/dictionnaire");
        var here = await visit.Page.Locator(".rubrique.active").BoundingBoxAsync();
        Assert.InRange(here!.X, 0, Visit.Phone - here.Width);
        await visit.EndAsync();
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so_and_shows_the_way_back()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        var answer = await visit.Page.GotoAsync("/nulle-part");
        Assert.Equal(404, answer!.Status);
        Assert.Equal("Page introuvable", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.Equal("/", await visit.FollowAsync(() => visit.Page.Locator("main a[href='/']").ClickAsync()));
    }
}
