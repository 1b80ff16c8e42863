using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>A department or region in the chosen week, by the chosen measure.</summary>
/// <param name="Cle">As stored: a department's code, a region's name, NON RENSEIGNE.</param>
/// <param name="Utilisateurs">Counted by the indicator.</param>
/// <param name="DeuxMois">Counted by « 2 mois »: the whole of the rate.</param>
/// <param name="Taux">In %; null where nobody is in the whole.</param>
/// <param name="Part">Of all territories' users, in %; null where there are none.</param>
/// <param name="Tendance">Of the last 13 weeks, the chosen one last.</param>
public sealed record Territoire(
    string Cle, long Rang, double Utilisateurs, double DeuxMois, double? Taux, double? Part, double? Avant, double? AnAvant, bool EnTaux, IReadOnlyList<double> Tendance)
{
    /// <summary>Where the vues have no department or region.</summary>
    public const string NonRenseigne = "NON RENSEIGNE";

    public bool EstRenseigne => Cle != NonRenseigne;

    /// <summary>By the chosen measure.</summary>
    public double? Valeur => EnTaux ? Taux : Utilisateurs;

    public string Texte => EnTaux ? Pourcent(Taux) : Francais.Nombre(Utilisateurs);

    public string PartTexte => Pourcent(Part);

    public string EvolutionAvant => Evolution(Avant);

    public string EvolutionAnAvant => Evolution(AnAvant);

    /// <summary>In the order of the measure.</summary>
    public static IReadOnlyList<Territoire> Read(Answer territoires, Answer tendance, bool taux)
    {
        var weeks = tendance.Rows.Select(r => r.Date("semaine")).Distinct().Order().ToList();
        var history = tendance.Rows.ToLookup(r => r.Text("territoire")!, StringComparer.Ordinal);
        var (rank, before, year) = taux ? ("rang_taux", "taux_semaine_precedente", "taux_un_an_avant") : ("rang", "semaine_precedente", "un_an_avant");
        return [.. territoires.Rows.Select(r => new Territoire(
            r.Text("territoire")!, r.Count(rank), r.Count("utilisateurs"), r.Count("deux_mois"), r.Number("taux"), r.Number("part"), r.Number(before), r.Number(year), taux,
            Values(history[r.Text("territoire")!], weeks, taux ? "taux" : "utilisateurs"))).OrderBy(t => t.Rang)];
    }

    /// <summary>A week without a row is a week without users.</summary>
    private static List<double> Values(IEnumerable<Row> rows, List<DateOnly> weeks, string column)
    {
        var values = rows.ToDictionary(r => r.Date("semaine"), r => r.Number(column));
        return [.. weeks.Select(w => values.GetValueOrDefault(w) ?? 0)];
    }

    private static string Pourcent(double? value) => value is { } known ? $"{Francais.Nombre(known, 1)}\u00a0%" : "—";

    /// <summary>Of a count in %, of a rate in points.</summary>
    private string Evolution(double? before)
    {
        if (!EnTaux) return Francais.Evolution(Utilisateurs, before);
        if (Taux is null || before is null) return "—";
        var points = Taux.Value - before.Value;
        return $"{(points > 0 ? "+" : "")}{Francais.Nombre(points, 1)}\u00a0pt";
    }
}
