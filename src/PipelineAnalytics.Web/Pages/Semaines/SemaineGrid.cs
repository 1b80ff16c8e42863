using System.Globalization;
using PipelineAnalytics.Vues;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Semaines;

/// <summary>The ledger as rows of weeks and columns of vues; the newest week first.</summary>
public sealed record SemaineGrid(IReadOnlyList<string> Vues, IReadOnlyList<SemaineLine> Lines)
{
    /// <summary>The parameters that say what there is to compute by: the models of today, the zone, the last week that is over.</summary>
    public static Dictionary<string, string?> Given(IReadOnlyList<VueDefinition> vues, BusinessClock clock) => new(StringComparer.Ordinal)
    {
        ["derniere"] = clock.PreviousSemaine.ToString(),
        ["modeles"] = string.Join(',', vues.Select(v => $"{v.Name}={v.ModelFingerprint}")),
        ["fuseau"] = clock.Zone,
    };

    public static SemaineGrid Of(IEnumerable<Row> rows)
    {
        var cells = rows.Select(SemaineCell.Of).ToList();
        return new SemaineGrid(
            [.. cells.Select(c => c.Vue).Distinct().Order(StringComparer.Ordinal)],
            [.. cells.GroupBy(c => c.Semaine).OrderByDescending(g => g.Key).Select(g => new SemaineLine(g.Key, g.Max(c => c.Evenements), g.ToDictionary(c => c.Vue, StringComparer.Ordinal)))]);
    }

    /// <summary>By the year of the Monday, the newest first.</summary>
    public static IReadOnlyList<YearOfWeeks> Years(IEnumerable<Row> rows) =>
        [.. Of(rows).Lines.GroupBy(l => l.Semaine.Year).Select(y => new YearOfWeeks(y.Key, y.Count(), y.Count(l => l.Cells.Values.Any(c => c.State == CellState.Due))))];

    /// <summary>Of a vue's table, without what all have in common.</summary>
    public static string ShortName(string vue) => vue.StartsWith("analytics_", StringComparison.Ordinal) ? vue["analytics_".Length..].Replace('_', ' ') : vue.Replace('_', ' ');

    public static string Address(DateOnly semaine, string vue) => string.Create(CultureInfo.InvariantCulture, $"/semaines?semaine={semaine:yyyy-MM-dd}&vue={Uri.EscapeDataString(vue)}#case");
}

/// <param name="Due">Weeks with something to compute.</param>
public sealed record YearOfWeeks(int Year, int Weeks, int Due);

/// <param name="Evenements">Of the week, as they are now.</param>
public sealed record SemaineLine(DateOnly Semaine, long Evenements, IReadOnlyDictionary<string, SemaineCell> Cells);

public enum CellState
{
    Computed,
    Provisional,
    Due,

    /// <summary>It is not over, and nobody asked for it.</summary>
    NotOver,

    /// <summary>Nothing to publish, or of a vue whose folder is gone.</summary>
    Nothing,
}

/// <summary>A week of a vue.</summary>
/// <param name="Reasons">Why it is due, in French, in the words of the question.</param>
/// <param name="ChangedWeeks">Mondays, ISO, of the weeks of its window whose events changed since.</param>
public sealed record SemaineCell(DateOnly Semaine, string Vue, CellState State, string Reasons, string ChangedWeeks, int Revisions, long Evenements)
{
    public static SemaineCell Of(Row row) => new(
        row.Date("semaine"), row.Text("vue")!, StateOf(row), row.Text("raisons")!, row.Text("semaines_changees")!, (int)row.Count("revisions"), row.Count("nb_evenements"));

    public string Symbol => Symbols[(int)State];

    public string Words => State == CellState.Due ? $"à calculer : {Reasons}" : Names[(int)State];

    /// <summary>Of the style sheet.</summary>
    public string Style => $"case-{State}".ToLowerInvariant();

    public string? RevisedWords => Revisions == 0 ? null : $"révisée {Francais.Compte(Revisions, "fois", "fois")}";

    private static readonly string[] Symbols = ["✓", "~", "!", "…", "–"];

    private static readonly string[] Names = ["calculée", "provisoire", "à calculer", "pas finie", "rien"];

    private static CellState StateOf(Row row)
    {
        if (row.Is("a_calculer")) return CellState.Due;
        if (row.Is("provisoire")) return CellState.Provisional;
        if (row.Is("calculee")) return CellState.Computed;
        return row.Is("au_catalogue") && row.Count("nb_evenements") > 0 ? CellState.NotOver : CellState.Nothing;
    }
}
