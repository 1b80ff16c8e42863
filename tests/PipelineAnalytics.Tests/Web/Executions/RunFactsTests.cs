using PipelineAnalytics.Web.Pages.Executions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Executions;

public sealed class RunFactsTests
{
    [Fact]
    public void A_result_is_told_in_french_the_counts_first_and_lists_by_their_items() => Assert.Equal(
        [
            new RunFact("tables", "tables", "20"),
            new RunFact("rows", "lignes", "40\u202f107"),
            new RunFact("droppedColumns", "colonnes supprimées", "archive_jeune.donnees, a.b"),
            new RunFact("lostObjects", "objets d'analystes mis de côté", "aucun"),
            new RunFact("newFact", null, "oui"),
        ],
        RunFacts.All("""{"newFact": true, "lostObjects": [], "rows": 40107, "droppedColumns": ["archive_jeune.donnees", "a.b"], "tables": 20}"""));

    [Fact]
    public void Weeks_are_written_as_dates_and_what_is_not_known_as_a_dash() => Assert.Equal(
        [new RunFact("weeks", "semaines calculées", "0"), new RunFact("from", "première semaine", "27\u00a0mai\u00a02024"), new RunFact("to", "dernière semaine", "—")],
        RunFacts.All("""{"from": "2024-05-27", "to": null, "weeks": 0}"""));

    [Fact]
    public void A_run_without_a_result_has_no_fact()
    {
        Assert.Empty(RunFacts.All(null));
        Assert.Equal("", RunFacts.Summary("charger-les-vues", null));
    }
}
