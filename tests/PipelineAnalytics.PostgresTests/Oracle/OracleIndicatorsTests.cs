using Xunit;
using static PipelineAnalytics.PostgresTests.Oracle.OracleExamples;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>The oracle's indicators, against values worked out by hand from the specification.</summary>
public sealed class OracleIndicatorsTests
{
    private static readonly DateOnly Lundi = Day("2025-06-23");

    [Theory]
    [InlineData("2025-02-27T22:59:59.999999Z", 0, 0)] // 27 February, the last microsecond
    [InlineData("2025-02-27T23:00:00.000000Z", 1, 0)] // S − 2 months = 28 February
    [InlineData("2025-03-27T22:59:59.999999Z", 1, 0)]
    [InlineData("2025-03-27T23:00:00.000000Z", 1, 1)] // S − 1 month = 28 March
    [InlineData("2025-05-04T21:59:59.999999Z", 1, 1)] // Sunday
    [InlineData("2025-05-04T22:00:00.000000Z", 0, 0)] // S + 7 days is out
    public void Windows_hold_their_first_day_and_not_their_last(string instant, int twoMonths, int oneMonth)
        => AssertWindows("2025-04-28", instant, twoMonths, oneMonth);

    [Theory]
    [InlineData("2025-03-31", "2025-01-30T22:59:59.999999Z", 0, 0)]
    [InlineData("2025-03-31", "2025-01-30T23:00:00.000000Z", 1, 0)] // 31 January
    [InlineData("2025-03-31", "2025-02-27T22:59:59.999999Z", 1, 0)]
    [InlineData("2025-03-31", "2025-02-27T23:00:00.000000Z", 1, 1)] // there is no 31 February: the 28th
    [InlineData("2025-05-05", "2025-04-04T21:59:59.999999Z", 1, 0)]
    [InlineData("2025-05-05", "2025-04-04T22:00:00.000000Z", 1, 1)] // April has 30 days
    [InlineData("2024-04-29", "2024-02-28T22:59:59.999999Z", 0, 0)]
    [InlineData("2024-04-29", "2024-02-28T23:00:00.000000Z", 1, 0)] // 29 February
    public void A_month_before_is_in_the_calendar(string week, string instant, int twoMonths, int oneMonth)
        => AssertWindows(week, instant, twoMonths, oneMonth);

    [Fact]
    public void Two_events_on_one_day_are_two_events_and_not_actif()
    {
        var rows = Source(
            Acte("same day", "2025-06-24T10:00Z"), Acte("same day", "2025-06-24T11:00Z"),
            Acte("two days", "2025-06-24T21:59:59.999999Z"), Acte("two days", "2025-06-24T22:00Z"),
            Acte("once", "2025-06-24T10:00Z"),
            Acte("two weeks", "2025-06-22T10:00Z"), Acte("two weeks", "2025-06-23T10:00Z"),
            Acte(null, "2025-06-23T10:00Z"), Acte(null, "2025-06-24T10:00Z"));

        Assert.Equal(new Engagement(4, 4, 2, 1, 0, 0), Assert.Single(Of(rows, "2025-06-23").EngagementNational).Utilisateurs);
    }

    [Fact]
    public void Three_weeks_of_six_need_not_follow_one_another()
    {
        var rows = Source([.. ActiveIn("three", 0, 2, 5), .. ActiveIn("four", 1, 2, 3, 4), .. ActiveIn("too old", 0, 1, 6, 7)]);

        // In the week itself: "three" and "too old". In the last six: 3, 4 and 2 weeks.
        Assert.Equal(new Engagement(3, 3, 2, 2, 2, 1), Assert.Single(Of(rows, "2025-06-23").EngagementNational).Utilisateurs);
    }

    [Fact]
    public void Who_is_actif_across_two_departments_is_so_in_neither_but_is_in_the_nation()
    {
        var monday = Of(Source(Acte("u", "2025-06-23T10:00Z"))).Evenements[0] with { Region = "Bretagne", Departement = "29" };
        var tuesday = monday with { Id = 2, Jour = Lundi.AddDays(1), Departement = "35" };

        var divided = EngagementOracle.Rows([monday, tuesday], [Lundi]);
        var national = EngagementOracle.NationalRows([monday, tuesday], [Lundi]);

        Assert.Equal(
            [
                new EngagementRow(Lundi, "MILO", "JEUNE", "Bretagne", "29", new Engagement(1, 1, 0, 0, 0, 0)),
                new EngagementRow(Lundi, "MILO", "JEUNE", "Bretagne", "35", new Engagement(1, 1, 0, 0, 0, 0)),
            ],
            divided);
        Assert.Equal([new EngagementNationalRow(Lundi, "MILO", "JEUNE", new Engagement(1, 1, 1, 1, 0, 0))], national);
    }

    [Fact]
    public void A_mover_is_counted_in_each_structure_by_what_he_did_there()
    {
        var rows = Source(
            Acte("u", "2025-06-23T10:00Z"), Acte("u", "2025-06-24T10:00Z"), Acte("u", "2025-06-25T10:00Z", "PASS_EMPLOI"));

        Assert.Equal(
            [
                new EngagementNationalRow(Lundi, "MILO", "JEUNE", new Engagement(1, 1, 1, 1, 0, 0)),
                new EngagementNationalRow(Lundi, "PASS_EMPLOI", "JEUNE", new Engagement(1, 1, 0, 0, 0, 0)),
            ],
            Of(rows, "2025-06-23").EngagementNational);
    }

    [Fact]
    public void What_is_not_known_is_one_group_with_what_says_so()
    {
        var rows = Source(
            Acte("u", "2025-06-23T10:00Z", null, null), Acte("u", "2025-06-24T10:00Z", "NON RENSEIGNE", "NON RENSEIGNE"));

        const string Inconnu = "NON RENSEIGNE";
        Assert.Equal(
            [new EngagementRow(Lundi, Inconnu, Inconnu, Inconnu, Inconnu, new Engagement(1, 1, 1, 1, 0, 0))],
            Of(rows, "2025-06-23").Engagement);
    }

    private static void AssertWindows(string week, string instant, int twoMonths, int oneMonth)
    {
        var counted = Of(Source(Acte("u", instant)), week).EngagementNational.Select(row => row.Utilisateurs).ToList();

        Engagement[] expected = twoMonths == 0 ? [] : [new(twoMonths, oneMonth, 0, 0, 0, 0)];
        Assert.Equal(expected, counted);
    }

    /// <summary>Two days, Monday and Sunday, of each of those weeks before the Monday.</summary>
    private static IEnumerable<RawEvenement> ActiveIn(string user, params int[] weeksBefore)
        => weeksBefore.SelectMany(back => (RawEvenement[])[On(user, Lundi.AddDays(-7 * back)), On(user, Lundi.AddDays(6 - (7 * back)))]);

    private static RawEvenement On(string user, DateOnly day) => Acte(user, $"{day:yyyy-MM-dd}T10:00Z");
}
