using PipelineAnalytics.Vues;
using PipelineAnalytics.Web.Pages.Semaines;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Semaines;

public sealed class RevisionTextTests
{
    [Theory]
    [InlineData("model changed", "modèle changé")]
    [InlineData("model changed, time zone changed", "modèle changé, fuseau changé")]
    [InlineData("events changed in 2025-06-16", "événements changés, semaine du 16\u00a0juin\u00a02025")]
    [InlineData("events changed in 2025-06-16 and 2025-09-01", "événements changés, semaines des 16\u00a0juin\u00a02025, 1er\u00a0sept.\u00a02025")]
    [InlineData("model changed, events changed in 2025-06-02 and 2025-06-09 and 2025-06-16 and 4 more weeks", "modèle changé, événements changés, semaines des 2\u00a0juin\u00a02025, 9\u00a0juin\u00a02025, 16\u00a0juin\u00a02025 et 4 autres")]
    public void A_cause_is_told_in_french(string stored, string told) => Assert.Equal(told, RevisionText.Cause(stored));

    [Fact]
    public void Every_reason_of_the_ledger_has_its_french_words()
    {
        foreach (var reason in Enum.GetValues<DueReasons>().Where(r => r != DueReasons.None))
        {
            var stored = new DueSemaine(new Semaine(new DateOnly(2025, 6, 23)), reason, ["2025-06-16", "2025-06-23"], []).Cause;
            Assert.True(RevisionText.Cause(stored) is not null, $"« {stored} » is not told in French.");
        }
    }

    [Fact]
    public void A_cause_of_another_version_is_left_as_it_is() => Assert.Null(RevisionText.Cause("model changed, moon full"));

    [Fact]
    public void The_row_of_a_change_is_told_without_its_week() =>
        Assert.Equal("departement (vide), structure MILO, type utilisateur JEUNE", RevisionText.Grain("""{"semaine": "2025-06-23", "structure": "MILO", "type_utilisateur": "JEUNE", "departement": null}"""));

    [Theory]
    [InlineData("1200", "1300", "1\u202f200 → 1\u202f300")]
    [InlineData(null, "3", "absente → 3")]
    [InlineData("MILO", null, "MILO → absente")]
    public void A_change_is_told_from_before_to_after(string? before, string? after, string told) => Assert.Equal(told, RevisionText.Change(before, after));
}
