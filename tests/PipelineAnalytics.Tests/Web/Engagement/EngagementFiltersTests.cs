using PipelineAnalytics.Web.Pages.Engagement;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Engagement;

public sealed class EngagementFiltersTests
{
    private static readonly DateOnly Last = new(2025, 9, 22);

    private static readonly List<DateOnly> Weeks = [.. Enumerable.Range(0, 70).Select(n => Last.AddDays(-7 * n))];

    [Fact]
    public void Without_choices_the_last_52_weeks_are_shown_and_the_last_one_on_the_map()
    {
        var filters = Read("");
        Assert.Equal((Weeks[51], Last, Last), (filters.Du, filters.Au, filters.Semaine));
        Assert.Equal((Indicateur.Actifs, false, false), (filters.Indicateur, filters.Regions, filters.Taux));
        Assert.Equal(["deux_mois", "un_mois", "actifs"], filters.Indicateurs.Select(i => i.Code));
    }

    [Fact]
    public void The_map_shows_the_last_week_of_the_period() => Assert.Equal(Weeks[10], Read($"?au={EngagementFilters.Iso(Weeks[10])}").Semaine);

    [Fact]
    public void Weeks_that_are_not_published_are_left_out_of_the_52() =>
        Assert.Equal(Weeks[52], EngagementFilters.First([.. Weeks.Where(w => w != Weeks[3])], Last, 52));

    [Theory]
    [InlineData("?du=2025-09-23", "du : le 2025-09-23 n'est pas un lundi ; sa semaine est celle du 2025-09-22.")]
    [InlineData("?du=2025-09-22&au=2025-09-15", "est après au")]
    [InlineData("?structure=X", "structure : « X » n'existe pas ; il y a : MILO, POLE_EMPLOI.")]
    [InlineData("?indicateur=x", "« x » n'est pas un indicateur")]
    [InlineData("?indicateurs=actifs,x", "« x » n'est pas un indicateur")]
    [InlineData("?maille=commune", "il y a : departement, region")]
    [InlineData("?departement=75&region=Corse", "ne se choisissent pas ensemble")]
    public void A_choice_that_cannot_be_used_is_refused_in_words(string query, string message) =>
        Assert.Contains(message, Assert.Throws<QuestionException>(() => Read(query)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_link_keeps_the_other_choices_and_takes_back_what_is_null()
    {
        var address = Address("?structure=MILO&departement=75&autre=1");
        Assert.Equal("/engagement?structure=MILO&semaine=2025-09-22", address.With(("departement", null), ("semaine", "2025-09-22")));
        Assert.Equal([("departement", "75")], address.But("structure"));
    }

    private static EngagementFilters Read(string query) => EngagementFilters.Read(Address(query), Weeks, [("MILO", "JEUNE"), ("MILO", "CONSEILLER"), ("POLE_EMPLOI", "JEUNE")]);

    private static EngagementAddress Address(string query) => EngagementAddress.Of($"http://localhost/engagement{query}");
}
