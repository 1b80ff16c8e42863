using Xunit;
using static PipelineAnalytics.PostgresTests.Oracle.OracleExamples;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>The oracle's use of features, against values worked out by hand from the specification.</summary>
public sealed class OracleFonctionnalitesTests
{
    private static readonly DateOnly Lundi = Day("2025-06-23");

    [Fact]
    public void Each_level_counts_its_events_and_its_distinct_users()
    {
        var acte = Acte("u1", "2025-06-24T10:00Z");
        var rows = Source(
            acte, acte with { IdUtilisateur = "u2", Nom = "Autre" }, acte with { Action = "Création" }, acte with { Categorie = "Rdv" });

        // u1 has three acts, u2 one: by level, the first row's nom has 1 act, its action 2, its categorie 3, the total 4.
        var usage = Of(rows, "2025-06-23").Fonctionnalites;
        Assert.Equal(4, usage.Count);
        Assert.Equal(
            new FonctionnalitesRow(Lundi, "MILO", "JEUNE", "Offre", "Consultation", "Détail", new(3, 2), new(2, 2), new(1, 1), new(4, 2)),
            usage[0]);
        Assert.Equal(
            new FonctionnalitesRow(Lundi, "MILO", "JEUNE", "Rdv", "Consultation", "Détail", new(1, 1), new(1, 1), new(1, 1), new(4, 2)),
            usage[3]);
    }

    [Fact]
    public void A_null_is_a_value_and_nobody_is_no_user()
    {
        var nothing = Acte("u", "2025-06-24T10:00Z", "", null) with { Categorie = null, Action = null, Nom = null };
        var rows = Source(
            nothing, nothing with { IdUtilisateur = null }, nothing with { Nom = "" }, nothing with { IdUtilisateur = null, Action = "" });

        Assert.Equal(
            [
                new FonctionnalitesRow(Lundi, "", null, null, null, null, new(4, 1), new(3, 1), new(2, 1), new(4, 1)),
                new FonctionnalitesRow(Lundi, "", null, null, null, "", new(4, 1), new(3, 1), new(1, 1), new(4, 1)),
                new FonctionnalitesRow(Lundi, "", null, null, "", null, new(4, 1), new(1, 0), new(1, 0), new(4, 1)),
            ],
            Of(rows, "2025-06-23").Fonctionnalites);
    }

    [Fact]
    public void No_structure_and_PASS_EMPLOI_count_for_engagement_only()
    {
        var rows = Source(Acte("u", "2025-06-24T10:00Z", null), Acte("u", "2025-06-24T10:00Z", "PASS_EMPLOI"));

        var contents = Of(rows, "2025-06-23");
        Assert.Empty(contents.Fonctionnalites);
        Assert.Equal(["NON RENSEIGNE", "PASS_EMPLOI"], contents.EngagementNational.Select(row => row.Structure));
    }

    [Theory]
    [InlineData("current", true)]
    [InlineData("initial", true)]
    [InlineData("other tag", false)]
    [InlineData("no email", false)]   // and a tag for no email: two nulls are not the same person
    [InlineData("alone", false)]
    [InlineData("vanished", false)]
    [InlineData("tagged", false)]     // the counsellor's own acts are not a jeune's
    [InlineData(null, false)]
    public void Demarches_ia_keeps_the_jeunes_of_a_tagged_counsellor(string? user, bool kept)
    {
        var rows = Source(Acte(user, "2025-06-24T10:00Z")) with
        {
            Jeunes =
            [
                new("current", "tagged", "untagged", null, null), new("initial", "untagged", "tagged", null, null),
                new("other tag", "untagged", "untagged", null, null), new("no email", "nameless", null, null, null),
                new("alone", null, null, null, null), new("vanished", "nowhere", null, null, null),
            ],
            Conseillers = [new("tagged", "anne@exemple.test", null, null), new("untagged", "luc@exemple.test", null, null), new("nameless", null, null, null)],
            FeatureFlips =
            [
                new(1, "anne@exemple.test", "DEMARCHES_IA"), new(2, "anne@exemple.test", "DEMARCHES_IA"),
                new(3, "luc@exemple.test", "AUTRE"), new(4, null, "DEMARCHES_IA"),
            ],
        };

        // Tagged twice, counted once.
        FonctionnalitesRow[] expected =
            [new(Lundi, "MILO", "JEUNE", "Offre", "Consultation", "Détail", new(1, 1), new(1, 1), new(1, 1), new(1, 1))];
        Assert.Equal(kept ? expected : [], Of(rows, "2025-06-23").FonctionnalitesDemarchesIa);
    }
}
