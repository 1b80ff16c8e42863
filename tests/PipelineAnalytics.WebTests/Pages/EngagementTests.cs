using Microsoft.Playwright;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>The engagement over weeks and over the country against the vues.</summary>
public sealed class EngagementTests(DashboardFixture data, BrowserFixture browser)
{
    private const string National =
        """
        select semaine, sum(nombre_utilisateurs_2_mois), sum(nombre_utilisateurs_1_mois), sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine)
        from public.analytics_engagement_national where $1 in ('', structure) and semaine <= '2025-09-22' group by semaine order by semaine
        """;

    private const string Departements =
        """
        select departement, sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine) from public.analytics_engagement
        where semaine = $1 and $2 in ('', structure) group by departement
        """;

    [Theory]
    [InlineData("")]
    [InlineData("POLE_EMPLOI")]
    public async Task Its_lines_are_the_weeks_of_the_national_vue(string structure)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync(structure.Length == 0 ? "/engagement" : $"/engagement?structure={structure}");
        var weeks = await data.Analytics.RowsAsync(National, structure);
        var lines = await ChartAsync(visit, "Indicateurs");
        Assert.Equal(weeks.Select(static w => $"{w[0]:yyyy-MM-dd}"), lines.Labels);
        Assert.Equal(["2 mois", "1 mois", "Actifs"], lines.Series.Keys);
        Assert.Equal(weeks.Select(static w => Double(w[1])), lines.Series["2 mois"]);
        Assert.Equal(weeks.Select(static w => Double(w[2])), lines.Series["1 mois"]);
        Assert.Equal(weeks.Select(static w => Double(w[3])), lines.Series["Actifs"]);
        var stickiness = await ChartAsync(visit, "Assiduité");
        foreach (var (week, drawn) in weeks.Zip(Assert.Single(stickiness.Series).Value)) Assert.Equal(100 * Double(week[3])!.Value / Double(week[1])!.Value, drawn!.Value, 0.006);
        await visit.EndAsync();
    }

    [Fact]
    public async Task The_map_and_the_ranking_are_the_departments_of_the_vue_and_say_what_is_not_known()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/engagement");
        var expected = (await data.Analytics.RowsAsync(Departements, DashboardFixture.LastWeek, "")).ToDictionary(static r => (string)r[0]!, static r => Convert.ToDecimal(r[1], null));
        var table = await Screen.TableAsync(visit.Page.Locator("#classement > .table-responsive table"));
        Assert.Equal(
            expected.Values.OrderDescending().Select(static n => (decimal?)n).Order(),
            table.Column("Actifs").Select(Screen.Number).Order());
        var tiles = await visit.Page.Locator("svg.tuiles a.zone").EvaluateAllAsync<string[][]>("zones => zones.map(z => [z.querySelector('.code').textContent, z.querySelector('.valeur').textContent])");
        foreach (var tile in tiles.Where(t => expected.ContainsKey(t[0]))) Assert.Equal(expected[tile[0]], Screen.Number(tile[1]));
        Assert.Empty(expected.Keys.Except(tiles.Select(static t => t[0])).Except(["NON RENSEIGNE"]));
        // What has no department is on no map: it is said beside it.
        var share = Math.Round(100 * expected["NON RENSEIGNE"] / expected.Values.Sum(), 1);
        var words = await visit.Page.Locator(".carte").InnerTextAsync();
        Assert.Contains("NON RENSEIGNE", words, StringComparison.Ordinal);
        Assert.Contains(share.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture).Replace('.', ','), words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_goes_into_the_address_the_numbers_follow_and_the_way_back_keeps_both()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/engagement");
        var all = await ChartAsync(visit, "Indicateurs");
        var chosen = await visit.FollowAsync(() => visit.Page.Locator("select[name=structure]").SelectOptionAsync("MILO"));
        Assert.Contains("structure=MILO", chosen, StringComparison.Ordinal);
        var some = await ChartAsync(visit, "Indicateurs");
        Assert.Equal((await data.Analytics.RowsAsync(National, "MILO")).Select(static w => Double(w[3])), some.Series["Actifs"]);
        Assert.NotEqual(all.Series["Actifs"], some.Series["Actifs"]);

        // Into a department, from the ranking.
        var department = visit.Page.Locator("#classement tbody th a").First;
        var name = await department.InnerTextAsync();
        var within = await visit.FollowAsync(() => department.ClickAsync());
        Assert.Contains("structure=MILO", within, StringComparison.Ordinal);
        Assert.Contains("departement=", within, StringComparison.Ordinal);
        Assert.Equal(name, await visit.Page.Locator("#titre-territoire").InnerTextAsync());

        Assert.Equal(chosen, await visit.FollowAsync(() => visit.Page.GoBackAsync()));
        Assert.Equal("MILO", await visit.Page.Locator("select[name=structure]").InputValueAsync());
        Assert.Equal(some.Series["Actifs"], (await ChartAsync(visit, "Indicateurs")).Series["Actifs"]);
        Assert.Equal("/engagement", await visit.FollowAsync(() => visit.Page.GoBackAsync()));
        Assert.Equal(all.Series["Actifs"], (await ChartAsync(visit, "Indicateurs")).Series["Actifs"]);
        await visit.EndAsync();
    }

    [Fact]
    public async Task A_tile_of_the_map_can_be_reached_and_opened_by_keyboard()
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync("/engagement");
        await visit.Page.Locator("svg.tuiles a.zone").First.FocusAsync();
        Assert.Contains("departement=", await visit.FollowAsync(() => visit.Page.Keyboard.PressAsync("Enter")), StringComparison.Ordinal);
        await visit.EndAsync();
    }

    [Theory]
    [InlineData("/engagement?semaine=2025-09-23", "2025-09-22")]
    [InlineData("/engagement?structure=INCONNUE", "MILO")]
    [InlineData("/engagement?du=2025-09-22&au=2025-09-15", "du")]
    public async Task What_cannot_be_shown_is_said_with_what_can(string address, string remedy)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        var answer = await visit.Page.GotoAsync(address);
        Assert.Equal(400, answer!.Status);
        Assert.Contains(remedy, await visit.Page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static double? Double(object? number) => number is null ? null : Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<ScreenChart> ChartAsync(Visit visit, string title) =>
        Screen.ChartAsync(visit.Page.Locator("figure", new() { Has = visit.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }) }));
}
