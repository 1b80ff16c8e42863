using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>The dictionary against the server's own comments.</summary>
public sealed class DictionnaireTests(DashboardFixture data, BrowserFixture browser)
{
    private const string Comments =
        """
        select c.relname::text, d.description from pg_class c join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass
        where c.relnamespace = 'public'::regnamespace and c.relname like 'analytics%' and c.relkind = 'r'
        """;

    [Fact]
    public async Task Every_comment_of_a_vue_and_of_its_columns_is_to_be_read()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/dictionnaire");
        var comments = await data.Analytics.RowsAsync(Comments);
        Assert.NotEmpty(comments);
        foreach (var table in comments.GroupBy(static c => (string)c[0]!))
        {
            var words = await visit.Page.Locator($"#{table.Key}").EvaluateAsync<string>("e => (e.closest('section, details, article') ?? e).textContent");
            Assert.All(table, comment => Assert.Contains((string)comment[1]!, words, StringComparison.Ordinal));
        }

        await visit.EndAsync();
    }

    [Fact]
    public async Task What_is_looked_for_stands_in_the_address_and_narrows_the_list()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/dictionnaire");
        var before = await visit.Page.Locator("main").InnerTextAsync();
        await visit.Page.Locator("input[name=q]").FillAsync("bénéficiaires demarches_ia");
        Assert.Contains("q=", await visit.FollowAsync(() => visit.Page.Keyboard.PressAsync("Enter")), StringComparison.Ordinal);
        var after = await visit.Page.Locator("main").InnerTextAsync();
        Assert.True(after.Length < before.Length / 2);
        Assert.Contains("analytics_fonctionnalites_demarches_ia", after, StringComparison.Ordinal);
        await visit.EndAsync();
    }

    [Fact]
    public async Task The_way_of_the_data_is_drawn_and_told_to_whoever_does_not_see_it()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/dictionnaire");
        var drawing = visit.Page.Locator("main svg[role]").First;
        Assert.NotEmpty(await drawing.EvaluateAsync<string>("e => e.getAttribute('aria-label') || e.querySelector('title')?.textContent || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent || ''"));
        await visit.EndAsync();
    }
}
