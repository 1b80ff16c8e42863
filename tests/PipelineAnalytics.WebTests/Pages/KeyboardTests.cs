using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>Without a mouse.</summary>
public sealed class KeyboardTests(DashboardFixture data, BrowserFixture browser)
{
    /// <summary>Of a page's places, at most so many are walked.</summary>
    private const int Steps = 120;

    /// <summary>The places that can be reached, in the order of the page, each with its number: what Tab must reach, in this order.</summary>
    private const string Places =
        """
        () => [...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary, [tabindex="0"]')]
          .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
          .map((e, i) => { e.dataset.place = i; return e.textContent.trim().slice(0, 40) || e.getAttribute('aria-label') || e.tagName; })
        """;

    /// <summary>Where one is, and 1 if it is to be seen.</summary>
    private const string Here =
        """
        () => {
          const e = document.activeElement, style = getComputedStyle(e);
          return [Number(e.dataset.place ?? -1), style.outlineStyle !== 'none' || style.boxShadow !== 'none' || e.matches('.visually-hidden-focusable') ? 1 : 0];
        }
        """;

    public static TheoryData<string> Addresses => PageList.All;

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Tab_reaches_everything_in_the_order_of_the_page_and_shows_where_one_is(string address)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync(address);
        var places = await visit.Page.EvaluateAsync<string[]>(Places);
        for (var i = 0; i < Math.Min(places.Length, Steps); i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var here = await visit.Page.EvaluateAsync<int[]>(Here);
            Assert.True(here[0] == i, $"Tab went to {(here[0] < 0 ? "nowhere" : places[here[0]])} instead of {places[i]}.");
            Assert.True(here[1] == 1, $"{places[i]} has the focus, and nothing shows it.");
        }

        await visit.EndAsync();
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_first_Tab_offers_to_skip_the_rubrics_and_Enter_unfolds_what_stands_behind_the_numbers(string address)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync(address);
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.True(await visit.Page.Locator("a.skip").EvaluateAsync<bool>("e => e === document.activeElement && e.getBoundingClientRect().width > 40"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("#contenu:focus").WaitForAsync();
        Assert.EndsWith("#contenu", visit.Page.Url, StringComparison.Ordinal);
        foreach (var summary in (await visit.Page.Locator("main summary").AllAsync()).Take(4))
        {
            var open = await summary.EvaluateAsync<bool>("e => e.parentElement.open");
            await summary.FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            Assert.Equal(!open, await summary.EvaluateAsync<bool>("e => e.parentElement.open"));
            await visit.Page.Keyboard.PressAsync("Enter");
            Assert.Equal(open, await summary.EvaluateAsync<bool>("e => e.parentElement.open"));
        }

        await visit.EndAsync();
    }

    [Fact]
    public async Task Enter_goes_from_rubric_to_rubric_and_each_is_there()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/");
        var rubrics = await visit.Page.Locator("nav.rubriques a").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        Assert.Equal(["/", "/engagement", "/fonctionnalites", "/semaines", "/executions", "/dictionnaire"], rubrics);
        foreach (var rubric in rubrics.Skip(1))
        {
            await visit.Page.Locator($"nav.rubriques a[href='{rubric}']").FocusAsync();
            Assert.Equal(rubric, await visit.FollowAsync(() => visit.Page.Keyboard.PressAsync("Enter")));
            Assert.NotEqual("Page introuvable", await visit.Page.Locator("h1").InnerTextAsync());
        }

        await visit.EndAsync();
    }
}
