using PipelineAnalytics.Web.Pages.Engagement;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Engagement;

public sealed class CarteTests
{
    [Fact]
    public void Every_territory_is_a_zone_or_is_told_beside_the_map()
    {
        var carte = Carte.Of([Of("75", 40), Of("2A", 3), Of("20", 7), Of(Territoire.NonRenseigne, 5)], regions: false, taux: false, chosen: "2A");
        Assert.Equal([("2A", "3"), ("75", "40")], carte.Zones.Where(z => z.Couleur is not null).Select(z => (z.Cle, z.Valeur)).Order());
        Assert.Equal(["20"], carte.Inconnus.Select(t => t.Cle));
        Assert.Equal(5, carte.NonRenseigne?.Utilisateurs);
        Assert.Equal(["2A"], carte.Zones.Where(z => z.Choisie).Select(z => z.Cle));
    }

    [Fact]
    public void A_zone_without_data_says_so() =>
        Assert.Contains("Ain (01) : aucune donnée", Carte.Of([Of("75", 40)], regions: false, taux: false, chosen: null).Zones.Select(z => z.Titre));

    [Fact]
    public void Regions_are_found_by_their_stored_names()
    {
        var carte = Carte.Of([Of("Corse", 3), Of("Aquitaine", 4)], regions: true, taux: false, chosen: null);
        Assert.Equal("3", carte.Zones.Single(z => z.Cle == "Corse").Valeur);
        Assert.Equal(["Aquitaine"], carte.Inconnus.Select(t => t.Cle));
    }

    private static Territoire Of(string key, double users) => new(key, 1, users, users, 100, 10, null, null, EnTaux: false, []);
}
