using PipelineAnalytics.Web.Pages.Semaines;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Semaines;

public sealed class SemaineGridTests
{
    private static readonly string[] Columns = ["semaine", "vue", "nb_evenements", "calculee", "provisoire", "a_calculer", "raisons", "semaines_changees", "revisions", "au_catalogue"];

    private static readonly Dictionary<string, int> Places = Columns.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i);

    [Fact]
    public void The_newest_week_comes_first_and_the_years_say_how_many_weeks_are_due()
    {
        Row[] rows =
        [
            Cell("2024-12-30", "analytics_engagement", calculee: true),
            Cell("2025-01-06", "analytics_engagement", calculee: true, raisons: "modèle changé"),
            Cell("2025-01-06", "analytics_fonctionnalites", raisons: "manquante"),
            Cell("2025-01-13", "analytics_engagement", calculee: true),
        ];
        var grid = SemaineGrid.Of(rows);
        Assert.Equal(["analytics_engagement", "analytics_fonctionnalites"], grid.Vues);
        Assert.Equal([new DateOnly(2025, 1, 13), new DateOnly(2025, 1, 6), new DateOnly(2024, 12, 30)], grid.Lines.Select(l => l.Semaine));
        Assert.Equal([new YearOfWeeks(2025, 2, 1), new YearOfWeeks(2024, 1, 0)], SemaineGrid.Years(rows));
    }

    [Fact]
    public void A_cell_says_its_state_by_a_sign_and_in_words()
    {
        Assert.Equal(("✓", "calculée"), Told(Cell("2025-01-06", "v", calculee: true)));
        Assert.Equal(("~", "provisoire"), Told(Cell("2025-01-06", "v", calculee: true, provisoire: true)));
        Assert.Equal(("!", "à calculer : provisoire, fuseau changé"), Told(Cell("2025-01-06", "v", calculee: true, provisoire: true, raisons: "provisoire, fuseau changé")));
        Assert.Equal(("…", "pas finie"), Told(Cell("2025-01-06", "v")));
        Assert.Equal(("–", "rien"), Told(Cell("2025-01-06", "v", evenements: 0)));
        Assert.Equal(("–", "rien"), Told(Cell("2025-01-06", "v", auCatalogue: false)));
    }

    [Fact]
    public void A_vue_is_named_without_what_all_have_in_common()
    {
        Assert.Equal("fonctionnalites demarches ia", SemaineGrid.ShortName("analytics_fonctionnalites_demarches_ia"));
        Assert.Equal("ma vue", SemaineGrid.ShortName("ma_vue"));
    }

    private static (string, string) Told(Row row) => (SemaineCell.Of(row).Symbol, SemaineCell.Of(row).Words);

    private static Row Cell(string semaine, string vue, bool calculee = false, bool provisoire = false, string raisons = "", long evenements = 7, bool auCatalogue = true) =>
        new([DateOnly.Parse(semaine, System.Globalization.CultureInfo.InvariantCulture), vue, evenements, calculee, provisoire, raisons.Length > 0, raisons, "", 0L, auCatalogue], Places);
}
