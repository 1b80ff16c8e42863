using FsCheck.Xunit;
using Xunit;
using static PipelineAnalytics.PostgresTests.Oracle.OracleExamples;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>The oracle is only worth what it is checked against: here, values worked out by hand from the specification.</summary>
public sealed class OracleTests
{
    [Theory]
    [InlineData("2025-06-22T21:59:59.999999Z", "2025-06-22", "2025-06-16")] // summer, UTC+2: still Sunday
    [InlineData("2025-06-22T22:00:00.000000Z", "2025-06-23", "2025-06-23")] // Monday, midnight sharp
    [InlineData("2024-12-29T22:59:59.999999Z", "2024-12-29", "2024-12-23")] // winter, UTC+1
    [InlineData("2024-12-29T23:00:00.000000Z", "2024-12-30", "2024-12-30")] // ISO week 1 of 2025
    [InlineData("2025-01-05T22:59:59.999999Z", "2025-01-05", "2024-12-30")]
    [InlineData("2024-03-30T23:00:00.000000Z", "2024-03-31", "2024-03-25")] // a day of 23 hours: from UTC+1…
    [InlineData("2024-03-31T21:59:59.999999Z", "2024-03-31", "2024-03-25")]
    [InlineData("2024-03-31T22:00:00.000000Z", "2024-04-01", "2024-04-01")] // …to UTC+2
    [InlineData("2024-10-26T22:00:00.000000Z", "2024-10-27", "2024-10-21")] // a day of 25 hours: from UTC+2…
    [InlineData("2024-10-27T22:59:59.999999Z", "2024-10-27", "2024-10-21")]
    [InlineData("2024-10-27T23:00:00.000000Z", "2024-10-28", "2024-10-28")] // …to UTC+1
    public void Days_and_weeks_are_those_of_Paris(string instant, string jour, string semaine)
    {
        var enriched = Assert.Single(Of(Source(Acte("u", instant))).Evenements);

        Assert.Equal((Day(jour), Day(semaine)), (enriched.Jour, enriched.Semaine));
    }

    [Fact]
    public void An_event_without_date_is_kept_and_counts_in_no_week()
    {
        var contents = Of(Source(Acte("u", "2025-06-24T10:00Z") with { DateEvenement = null }), "2025-06-23");

        Assert.Equal((null, null), (contents.Evenements[0].Jour, contents.Evenements[0].Semaine));
        Assert.Empty(contents.Fonctionnalites);
        Assert.Empty(contents.Engagement);
    }

    [Theory]
    [InlineData("JEUNE", "MILO", "MILO", "PACEA", "MILO_PACEA")]
    [InlineData("JEUNE", "MILO_PACEA", "MILO", "CEJ", "MILO")]
    [InlineData("JEUNE", "MILO_PACEA", "MILO", "PACEA", "MILO_PACEA")]
    [InlineData("JEUNE", "MILO_PACEA", "MILO", null, "MILO_PACEA")]   // no dispositif: as it came
    [InlineData("JEUNE", "MILO_PACEA", "MILO", "AIJ", "MILO_PACEA")]
    [InlineData("JEUNE", "MILO", "POLE_EMPLOI", "PACEA", "MILO")]     // the mirror does not say MILO
    [InlineData("JEUNE", "MILO", null, "PACEA", "MILO")]
    [InlineData("JEUNE", "POLE_EMPLOI", "MILO", "PACEA", "POLE_EMPLOI")]
    [InlineData("JEUNE", null, "MILO", "PACEA", null)]
    [InlineData("CONSEILLER", "MILO", "MILO", "PACEA", "MILO")]       // a jeune's id, but not an event of a JEUNE
    public void An_event_of_Milo_is_labelled_by_the_dispositif(
        string type, string? structure, string? inMirror, string? dispositif, string? expected)
    {
        var rows = Source(Acte("j", "2025-06-24T10:00Z", structure, type)) with
        {
            Jeunes = [new RawJeune("j", null, null, inMirror, dispositif)],
        };

        Assert.Equal(expected, Of(rows).Evenements[0].Structure);
    }

    [Theory]
    [InlineData("j", "JEUNE", "Agence 1", "75", null)]  // by his current counsellor; the agency has no region
    [InlineData("c2", "CONSEILLER", "Agence 2", "2A", "Corse")]
    [InlineData("c2", "JEUNE", null, null, null)]       // no such jeune
    [InlineData("j", "CONSEILLER", null, null, null)]   // no such conseiller
    [InlineData("seul", "JEUNE", null, null, null)]     // only an initial counsellor
    [InlineData("c3", "CONSEILLER", null, null, null)]  // no agency
    [InlineData("c2", null, null, null, null)]
    [InlineData(null, "JEUNE", null, null, null)]
    public void The_agency_is_that_of_the_counsellor(
        string? user, string? type, string? agence, string? departement, string? region)
    {
        var rows = Source(Acte(user, "2025-06-24T10:00Z", "MILO", type)) with
        {
            Jeunes = [new RawJeune("j", "c1", "c2", null, null), new RawJeune("seul", null, "c2", null, null)],
            Conseillers = [new("c1", null, null, "a1"), new("c2", null, null, "a2"), new("c3", null, null, null)],
            Agences = [new RawAgence("a1", "Agence 1", null, "75"), new RawAgence("a2", "Agence 2", "Corse", "2A")],
        };
        var enriched = Of(rows).Evenements[0];

        Assert.Equal((agence, departement, region), (enriched.Agence, enriched.Departement, enriched.Region));
    }

    [Property(Arbitrary = [typeof(RandomSource)], MaxTest = 20)]
    public void Geography_only_divides_those_whom_the_national_vue_counts(TwoNights nights)
    {
        var contents = Expectation.Of(nights, RandomSource.Paris, [.. Moments.Mondays]);

        // A user may be in two departments: the sum is never less, and no department has more than the nation.
        foreach (var nation in contents.EngagementNational)
        {
            var parts = contents.Engagement
                .Where(row => (row.Semaine, row.Structure, row.TypeUtilisateur) == (nation.Semaine, nation.Structure, nation.TypeUtilisateur))
                .Select(row => row.Utilisateurs.DeuxMois)
                .ToList();
            Assert.True(parts.Sum() >= nation.Utilisateurs.DeuxMois && parts.Max() <= nation.Utilisateurs.DeuxMois);
        }
    }
}
