using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Pages.Engagement;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Engagement;

/// <summary>Nobody and not computed are two things: a line falls to 0, or has a gap.</summary>
public sealed class EngagementSeriesTests
{
    private static readonly DateOnly First = new(2025, 6, 2);

    [Fact]
    public void A_group_without_rows_in_a_published_week_has_nobody_there_and_a_week_that_is_not_published_is_a_gap()
    {
        // The third week is not published; the others are, and MILO has users in the first and the last only.
        var chart = new EngagementSeries([Week(0), Week(1), Week(3)]).OfGroups(
            Answer([Week(0), "MILO", 5L], [Week(0), "POLE_EMPLOI", 2L], [Week(1), "POLE_EMPLOI", 3L], [Week(3), "MILO", 4L], [Week(3), "POLE_EMPLOI", 1L]), "structure", Indicateur.DeuxMois);

        Assert.Equal(["2025-06-02", "2025-06-09", "2025-06-16", "2025-06-23"], chart.Etiquettes);
        Assert.Equal([5, 0, null, 4], Line(chart, "MILO"));
        Assert.Equal([2, 3, null, 1], Line(chart, "POLE_EMPLOI"));
    }

    [Fact]
    public void The_group_with_the_most_users_in_the_last_week_comes_first()
    {
        var chart = new EngagementSeries([Week(0), Week(1)]).OfGroups(
            Answer([Week(0), "A", 9L], [Week(0), "B", 1L], [Week(1), "A", 1L], [Week(1), "B", 2L], [Week(0), "C", 99L]), "structure", Indicateur.DeuxMois);
        Assert.Equal(["B", "A", "C"], chart.Series.Select(s => s.Nom));
    }

    [Fact]
    public void A_share_of_nobody_is_a_gap()
    {
        var chart = new EngagementSeries([Week(0), Week(1), Week(2)]).OfAssiduite(Answer([Week(0), null, 40L], [Week(2), null, 50L]));
        Assert.Equal([40, null, 50], Assert.Single(chart.Series).Valeurs);
    }

    [Fact]
    public void No_rows_are_no_weeks()
    {
        var chart = new EngagementSeries([Week(0)]).OfIndicators(Answer(), [Indicateur.DeuxMois]);
        Assert.Empty(chart.Etiquettes);
    }

    private static DateOnly Week(int number) => First.AddDays(7 * number);

    private static IReadOnlyList<double?> Line(ChartSpec chart, string name) => Assert.Single(chart.Series, s => s.Nom == name).Valeurs;

    /// <summary>Rows of a week, a structure and a number that stands for every indicator.</summary>
    private static Answer Answer(params object?[][] rows) => new(
        null!, [], new Dictionary<string, string?>(),
        [new("semaine", "date"), new("structure", "text"), new("deux_mois", "bigint"), new("assiduite", "bigint")],
        [.. rows.Select(r => new[] { r[0], r[1], r[2], r[2] })]);
}
