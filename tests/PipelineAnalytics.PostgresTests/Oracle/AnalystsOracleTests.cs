using Xunit;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>The rules of what analysts read, one example each, and what only looks like one.</summary>
public sealed class AnalystsOracleTests
{
    [Theory]
    [InlineData("Action", "Création", null, "1 0 0 0 0 0")]
    [InlineData("ACTION", "CRÉATION", null, "1 0 0 0 0 0")]
    [InlineData(null, null, "action_creee_par_le_jeune", "1 0 0 0 0 0")]
    [InlineData("Action", "création", "ACTION_CREEE", "1 0 0 0 0 0")]
    [InlineData("Action", "Création", "AUTRE", "1 0 0 0 0 0")]
    [InlineData("Action", "Creation", "ACTIONXCREEE", "0 0 0 0 0 0")]
    [InlineData("message", "ENVOI PJ", null, "0 1 0 0 0 0")]
    [InlineData("Message", "Renvoi", null, "0 0 0 0 0 0")]
    [InlineData("Rendez-Vous", "consultation", null, "0 0 1 0 0 0")]
    [InlineData("Rendez-vous", "Consultation bis", null, "0 0 0 0 0 0")]
    [InlineData("offre", "DÉTAIL", null, "0 0 0 1 0 0")]
    [InlineData("offre", "recherche", null, "0 0 0 1 0 0")]
    [InlineData("offre", "Favori", null, "0 0 0 1 0 0")]
    [InlineData("Offre", "POSTULER", null, "0 0 0 0 1 0")]
    [InlineData("EVÉNEMENT", null, null, "0 0 0 0 0 1")]
    [InlineData("Evenement", null, null, "0 0 0 0 0 0")]
    [InlineData("Evénement", "x", "action_creee", "1 0 0 0 0 1")]
    public void Each_rule_counts_what_it_says(string? categorie, string? action, string? code, string expected)
    {
        var row = Assert.Single(AnalystsOracle.Jeunes([Evenement(categorie, action, code, "JEUNE")]));

        Assert.Equal(expected, $"{row.ActionsCreees} {row.MessagesEnvoyes} {row.ConsultationsRdv} {row.ConsultationsOffre} {row.OffresPostulees} {row.ConsultationsEvenement}");
    }

    [Fact]
    public void Counsellors_are_no_jeunes_and_jeunes_no_counsellors()
    {
        EnrichedEvenement[] evenements = [Evenement("Offre", "Favori", null, "CONSEILLER"), Evenement("Offre", "Favori", null, "SUPPORT")];

        Assert.Empty(AnalystsOracle.Jeunes(evenements));
        Assert.Equal([new("u", evenements[0].DateEvenement, evenements[0].DateEvenement), new("v", null, null)], AnalystsOracle.Conseillers(evenements, ["u", "v"]));
    }

    private static EnrichedEvenement Evenement(string? categorie, string? action, string? code, string type) => new(
        1, new DateTimeOffset(2025, 6, 24, 10, 0, 0, TimeSpan.Zero), categorie, action, null, "u", type, "MILO", code,
        new DateOnly(2025, 6, 23), new DateOnly(2025, 6, 24), null, null, null);
}
