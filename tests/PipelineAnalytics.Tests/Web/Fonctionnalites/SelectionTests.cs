using PipelineAnalytics.Web.Pages.Fonctionnalites;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Fonctionnalites;

public sealed class SelectionTests
{
    private static readonly DateOnly Last = new(2025, 9, 22);

    [Fact]
    public void An_address_without_a_week_shows_the_last_one_and_its_links_stay_without_it()
    {
        var chosen = Read([]);
        Assert.Equal(Last, chosen.Semaine);
        Assert.Equal("/fonctionnalites", chosen.Adresse);
        Assert.Equal("/fonctionnalites?categorie=Offre", chosen.AdresseDe("Offre"));
        Assert.Equal("2025-09-22", chosen.Parametres(null, 26)["semaine"]);
    }

    [Fact]
    public void What_forms_send_empty_is_left_out() => Assert.Equal(Read([]), Read(new() { ["semaine"] = "", ["structure"] = "", ["categorie"] = "" }));

    [Theory]
    [InlineData("~vide")]
    [InlineData("~")]
    [InlineData("~~a & b=c")]
    [InlineData("Événement › été")]
    public void A_level_is_found_again_by_its_link_whatever_it_is_called(string code)
    {
        var link = new Uri("http://localhost" + (Read(new() { ["structure"] = "MILO", ["courbes"] = "utilisateurs" }) with { Categorie = code }).AdresseDe(code));
        var address = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(link.Query).ToDictionary(p => p.Key, p => (string?)p.Value);
        var below = Read(address);
        Assert.Equal((code, code, "MILO", "utilisateurs"), (below.Categorie, below.Action, below.Structure, below.Courbe.Code));
        Assert.Null(below.AdresseDe("a name has nothing below it"));
    }

    [Theory]
    [InlineData("semaine", "2025-09-23", "2025-09-22")]
    [InlineData("semaines", "abc", "nombre entier")]
    [InlineData("semaines", "1", "de 2 à")]
    [InlineData("courbes", "tout", "utilisateurs-demarches-ia")]
    [InlineData("action", "Envoi", "categorie")]
    public void What_cannot_be_used_is_refused_with_what_could_be(string name, string value, string told) =>
        Assert.Contains(told, Assert.Throws<QuestionException>(() => Read(new() { [name] = value })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, "somme des structures et des types d'utilisateur")]
    [InlineData(null, "JEUNE", "somme des structures")]
    [InlineData("MILO", null, "somme des types d'utilisateur")]
    [InlineData("MILO", "~vide", null)]
    public void Users_of_several_populations_are_said_to_be_a_sum(string? structure, string? type, string? told) =>
        Assert.Equal(told, Read(new() { ["structure"] = structure, ["type"] = type }).Reserve);

    [Theory]
    [InlineData("~vide", "(vide)")]
    [InlineData("~", "(texte vide)")]
    [InlineData("~~vide", "~vide")]
    [InlineData(" ", "«   »")]
    [InlineData("Offre", "Offre")]
    public void Null_an_empty_text_and_a_text_that_looks_like_either_are_told_apart(string code, string told) => Assert.Equal(told, Valeur.Libelle(code));

    private static Selection Read(Dictionary<string, string?> address) => Selection.Read(address.GetValueOrDefault, Last);
}
