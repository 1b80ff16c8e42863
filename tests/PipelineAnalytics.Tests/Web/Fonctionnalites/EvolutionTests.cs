using PipelineAnalytics.Web.Pages.Fonctionnalites;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Fonctionnalites;

public sealed class EvolutionTests
{
    private static readonly DateOnly Last = new(2025, 9, 22);

    [Fact]
    public void A_published_week_without_the_line_is_0_one_that_the_vue_lacks_is_a_gap_and_none_stands_before_the_first()
    {
        var evolution = Of([(Weeks(3), "Offre", 5, 2), (Last, "Offre", 7, 3)], [Weeks(3), Weeks(1), Last]);
        Assert.Equal([5, 0, 7], evolution.Tendance("Offre", Last));
        var chart = evolution.Graphique(Courbe.Toutes[0], Last, 26);
        Assert.Equal(["2025-09-01", "2025-09-08", "2025-09-15", "2025-09-22"], chart.Etiquettes);
        Assert.Equal([5, null, 0, 7], Assert.Single(chart.Series).Valeurs);
    }

    [Fact]
    public void Beyond_eight_lines_events_are_drawn_as_one_more_and_users_are_not()
    {
        var evolution = Of([.. Enumerable.Range(1, 11).Select(i => (Last, $"ligne {i}", 10L * i, (long)i))], [Last]);
        var events = evolution.Graphique(Courbe.Toutes[0], Last, 26).Series;
        Assert.Equal(9, events.Count);
        Assert.Equal("ligne 11", events[0].Nom);
        Assert.Equal(("Autres (3)", 60), (events[8].Nom, events[8].Valeurs[0]));
        Assert.Equal(8, evolution.Graphique(Courbe.Of("utilisateurs"), Last, 26).Series.Count);
    }

    private static DateOnly Weeks(int before) => Last.AddDays(-7 * before);

    private static Evolution Of((DateOnly Week, string Code, long Events, long Users)[] rows, DateOnly[] published) => new(
        new Answer(QuestionCatalog.Of("fonctionnalites_evolution"), [], new Dictionary<string, string?>(),
            [new("semaine", "date"), new("code", "text"), new("nb_ae", "bigint"), new("nb_users", "bigint")], [.. rows.Select(r => new object?[] { r.Week, r.Code, r.Events, r.Users })]), published);
}
