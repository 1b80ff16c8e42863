using FsCheck;
using FsCheck.Xunit;
using PipelineAnalytics.Web.Pages.Engagement;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Engagement;

public sealed class EchelleTests
{
    [Fact]
    public void A_hundred_values_fall_into_six_classes_of_about_the_same_size()
    {
        var values = Enumerable.Range(1, 100).Select(n => (double)n).ToList();
        var echelle = Echelle.Of(values, 1);
        Assert.Equal([17, 34, 51, 67, 84], echelle.Limites);
        Assert.Equal([0, 1, 2, 3, 4, 5], values.Select(echelle.Couleur).Distinct());
    }

    [Fact]
    public void The_legend_names_the_limits_and_every_colour_once()
    {
        var legend = new Echelle([10, 20]).Legende(v => $"{v}").ToList();
        Assert.Equal([(0, "moins de 10"), (3, "de 10 à moins de 20"), (5, "20 et plus")], legend);
    }

    [Fact]
    public void Values_that_are_all_alike_have_one_class() => Assert.Equal(["toutes les valeurs"], Echelle.Of([4, 4, 4], 1).Legende(v => $"{v}").Select(l => l.Texte));

    [Fact]
    public void Without_values_there_is_one_class_too() => Assert.Equal(1, Echelle.Of([], 1).Classes);

    [Fact]
    public void Rates_are_cut_at_tenths() => Assert.Equal([1.1, 1.2, 1.3, 1.4, 1.5], Echelle.Of([1.0, 1.1, 1.2, 1.3, 1.4, 1.5], 0.1).Limites);

    [Property]
    public bool Limits_ascend_and_a_larger_value_has_no_lesser_colour(NonNegativeInt[] numbers)
    {
        var values = numbers.Select(n => (double)n.Get).Order().ToList();
        var echelle = Echelle.Of(values, 1);
        var colours = values.Select(echelle.Couleur).ToList();
        return echelle.Limites.Zip(echelle.Limites.Skip(1)).All(p => p.First < p.Second) && colours.SequenceEqual(colours.Order())
            && colours.All(c => c is >= 0 and < Echelle.MostClasses) && echelle.Classes <= Echelle.MostClasses;
    }
}
