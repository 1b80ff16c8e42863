using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Fonctionnalites;

/// <summary>The lines of a level, week by week. A published week without a row of a line is one without its events: 0. One that the vue lacks is a gap.</summary>
/// <param name="answer">Of <c>fonctionnalites_evolution</c>.</param>
/// <param name="published">The weeks that the vue has.</param>
public sealed class Evolution(Answer answer, IEnumerable<DateOnly> published)
{
    /// <summary>Lines that a chart can tell apart.</summary>
    public const int LignesAuPlus = 8;

    private const int SemainesDeTendance = 26;

    private readonly HashSet<DateOnly> published = [.. published];

    private readonly Dictionary<string, Dictionary<DateOnly, Row>> lines = answer.Rows.GroupBy(r => r.Text("code")!, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.ToDictionary(r => r.Date("semaine")), StringComparer.Ordinal);

    public int Lignes => lines.Count;

    /// <summary>The events of a line in the last weeks, for a line as high as text; gaps are left out.</summary>
    /// <param name="code">Null, of all lines.</param>
    public IReadOnlyList<double> Tendance(string? code, DateOnly last)
    {
        IEnumerable<Dictionary<DateOnly, Row>> drawn = code is null ? lines.Values : lines.TryGetValue(code, out var line) ? [line] : [];
        return [.. Weeks(last, SemainesDeTendance).Where(published.Contains).Select(week => (double)drawn.Sum(l => Count(l, week, "nb_ae")))];
    }

    /// <summary>The lines with the most events in these weeks; the others as one, where their numbers add up.</summary>
    public ChartSpec Graphique(Courbe curve, DateOnly last, int count)
    {
        var weeks = Weeks(last, count);
        var ranked = lines.OrderByDescending(l => weeks.Sum(week => Count(l.Value, week, "nb_ae"))).ThenBy(l => l.Key, StringComparer.Ordinal).ToList();
        var series = ranked.Take(LignesAuPlus).Select(l => new Serie(Valeur.Libelle(l.Key), Values(weeks, [l.Value], curve))).ToList();
        if (curve.Additionnable && ranked.Count > LignesAuPlus)
            series.Add(new Serie($"Autres ({ranked.Count - LignesAuPlus})", Values(weeks, [.. ranked.Skip(LignesAuPlus).Select(l => l.Value)], curve), Discret: true));
        return new ChartSpec([.. weeks.Select(Selection.Iso)], series, curve.Unite);
    }

    private List<double?> Values(List<DateOnly> weeks, List<Dictionary<DateOnly, Row>> drawn, Courbe curve) =>
        [.. weeks.Select(week => published.Contains(week) ? (double?)drawn.Sum(l => Count(l, week, curve.Colonne)) : null)];

    private static long Count(Dictionary<DateOnly, Row> line, DateOnly week, string column) => line.TryGetValue(week, out var row) ? row.Count(column) : 0;

    /// <summary>Up to the last one; none before the first that was ever published.</summary>
    private List<DateOnly> Weeks(DateOnly last, int count)
    {
        var first = published.Count == 0 ? last : published.Min();
        return [.. Enumerable.Range(0, count).Select(i => last.AddDays(-7 * (count - 1 - i))).Where(week => week >= first)];
    }
}
