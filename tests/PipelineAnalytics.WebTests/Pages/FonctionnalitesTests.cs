using System.Globalization;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>What is used, level by level, against the vues.</summary>
public sealed class FonctionnalitesTests(DashboardFixture data, BrowserFixture browser)
{
    /// <summary>Events and users of each value of a level, the users summed over structures and types.</summary>
    private const string Categories =
        """
        select categorie, sum(ae), sum(users) from (
          select categorie, max(nb_ae_categorie) as ae, max(nb_users_categorie) as users
          from public.analytics_fonctionnalites where semaine = $1 and $2 in ('', structure) group by structure, type_utilisateur, categorie
        ) c group by categorie
        """;

    private const string Actions =
        """
        select action, sum(ae), sum(users) from (
          select action, max(nb_ae_action) as ae, max(nb_users_action) as users
          from public.analytics_fonctionnalites where semaine = $1 and categorie = $2 group by structure, type_utilisateur, action
        ) a group by action
        """;

    private const string DemarchesIa =
        """
        select categorie, sum(ae), sum(users) from (
          select categorie, max(nb_ae_categorie) as ae, max(nb_users_categorie) as users
          from public.analytics_fonctionnalites_demarches_ia where semaine = $1 group by structure, type_utilisateur, categorie
        ) c group by categorie
        """;

    private const string Formula = "=1+1;\"é\"";

    [Theory]
    [InlineData("")]
    [InlineData("MILO")]
    public async Task Its_categories_have_the_events_and_users_of_the_vue(string structure)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/fonctionnalites");
        if (structure.Length > 0) Assert.Contains($"structure={structure}", await visit.FollowAsync(() => visit.Page.Locator("select[name=structure]").SelectOptionAsync(structure)), StringComparison.Ordinal);
        AssertShown(await data.Analytics.RowsAsync(Categories, DashboardFixture.LastWeek, structure), await LinesAsync(visit));
        await visit.EndAsync();
    }

    [Fact]
    public async Task The_population_of_DEMARCHES_IA_stands_beside_the_whole()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/fonctionnalites");
        static decimal Number(object? number) => Convert.ToDecimal(number, CultureInfo.InvariantCulture);
        var expected = (await data.Analytics.RowsAsync(DemarchesIa, DashboardFixture.LastWeek)).ToDictionary(static r => (string)r[0]!, static r => (Events: Number(r[1]), Users: Number(r[2])));
        Assert.NotEmpty(expected);
        var lines = await LinesAsync(visit);
        foreach (var line in lines)
        {
            var (events, users) = expected.GetValueOrDefault(line[0]);
            Assert.Equal((events, users), (Screen.Number(line[9].Split(' ')[0]), Screen.Number(line[11].Split(' ')[0])));
            // Its share of the level, to a tenth of a percent.
            Assert.InRange(Screen.Number(line[10].TrimEnd('%')) ?? 0, (100 * events / expected.Values.Sum(e => e.Events)) - 0.06m, (100 * events / expected.Values.Sum(e => e.Events)) + 0.06m);
        }

        Assert.Equal(lines.Count, await visit.Page.Locator("table.niveau tbody tr td:last-child svg.tendance").CountAsync());
        await visit.EndAsync();
    }

    [Fact]
    public async Task The_last_week_that_is_over_is_shown_and_one_that_is_not_is_said_to_be_provisional()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/fonctionnalites");
        Assert.Equal($"{DashboardFixture.LastWeek:yyyy-MM-dd}", await visit.Page.Locator("select[name=semaine]").InputValueAsync());
        await visit.FollowAsync(() => visit.Page.Locator("select[name=semaine]").SelectOptionAsync($"{DashboardFixture.ProvisionalWeek:yyyy-MM-dd}"));
        Assert.Contains("provisoire", await visit.Page.Locator("main .alert").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        AssertShown(await data.Analytics.RowsAsync(Categories, DashboardFixture.ProvisionalWeek, ""), await LinesAsync(visit));
        await visit.EndAsync();
    }

    [Fact]
    public async Task A_category_leads_to_its_actions_an_action_to_its_names_and_back_again()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/fonctionnalites");
        var category = visit.Page.Locator("table.niveau tbody th a").First;
        var name = await category.InnerTextAsync();
        var actions = await visit.FollowAsync(() => category.ClickAsync());
        AssertShown(await data.Analytics.RowsAsync(Actions, DashboardFixture.LastWeek, name), await LinesAsync(visit));
        var names = await visit.FollowAsync(() => visit.Page.Locator("table.niveau tbody th a").First.ClickAsync());
        Assert.StartsWith(actions, names, StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.Locator("table.niveau tbody th a").CountAsync());
        // Back by the browser, then up by the page's own links.
        Assert.Equal(actions, await visit.FollowAsync(() => visit.Page.GoBackAsync()));
        await visit.FollowAsync(() => visit.Page.Locator("nav .breadcrumb a").First.ClickAsync());
        AssertShown(await data.Analytics.RowsAsync(Categories, DashboardFixture.LastWeek, ""), await LinesAsync(visit));
        await visit.EndAsync();
    }

    [Fact]
    public async Task A_text_that_could_be_a_script_or_a_formula_is_a_text_on_every_level()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        visit.Page.Dialog += (_, dialog) => Assert.Fail($"A text of the data ran as a script: {dialog.Message}");
        await visit.GoAsync("/fonctionnalites");
        await visit.FollowAsync(() => visit.Page.Locator("table.niveau tbody th a").GetByText(Formula, new() { Exact = true }).ClickAsync());
        var script = visit.Page.Locator("table.niveau tbody th a");
        Assert.Equal("<script>document.title = \"volé\"</script>", await script.InnerTextAsync());
        await visit.FollowAsync(() => script.ClickAsync());
        Assert.StartsWith("\"><img src=x onerror=alert(1)>", Assert.Single(await LinesAsync(visit))[0], StringComparison.Ordinal);
        Assert.NotEqual("volé", await visit.Page.TitleAsync());
        Assert.Equal(0, await visit.Page.Locator("main img").CountAsync());
        await visit.EndAsync();
    }

    private static async Task<List<IReadOnlyList<string>>> LinesAsync(Visit visit) =>
        [.. (await Screen.TableAsync(visit.Page.Locator("table.niveau"))).Rows.Skip(1).SkipLast(1)];

    /// <param name="lines">The name first, then the events; the users in the sixth column.</param>
    private static void AssertShown(List<object?[]> expected, List<IReadOnlyList<string>> lines)
    {
        static decimal Number(object? number) => Convert.ToDecimal(number, CultureInfo.InvariantCulture);
        Assert.Equal(
            expected.Select(static r => ((string)r[0]!, (decimal?)Number(r[1]), (decimal?)Number(r[2]))).OrderBy(static r => r.Item1, StringComparer.Ordinal),
            lines.Select(static l => (l[0], Screen.Number(l[1]), Screen.Number(l[5]))).Where(static l => l.Item2 > 0).OrderBy(static r => r.Item1, StringComparer.Ordinal));
    }
}
