using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>Answers as lines over weeks. A published week without a row of a group is one without its users: 0. One that is not published is a gap.</summary>
/// <param name="published">The weeks that the vue has.</param>
internal sealed class EngagementSeries(IEnumerable<DateOnly> published)
{
    private readonly HashSet<DateOnly> published = [.. published];

    /// <summary>A line an indicator, from an answer of one row a week.</summary>
    public ChartSpec OfIndicators(Answer answer, IReadOnlyList<Indicateur> indicateurs) =>
        Lines(answer, "utilisateurs", [.. indicateurs.Select(i => (i.Nom, i.Code, answer.Rows))]);

    /// <summary>Actifs as a share of « 2 mois ».</summary>
    public ChartSpec OfAssiduite(Answer answer) => Lines(answer, "%", [("Assiduité", "assiduite", answer.Rows)], none: null);

    /// <summary>A line a group, from an answer of one row a week and group; those with the most users in the last week first.</summary>
    /// <param name="group">The column that names it.</param>
    public ChartSpec OfGroups(Answer answer, string group, Indicateur indicateur)
    {
        var groups = answer.Rows.GroupBy(r => r.Text(group)!, StringComparer.Ordinal).OrderByDescending(g => g.Max(r => (r.Date("semaine"), r.Count(indicateur.Code)))).ToList();
        return Lines(answer, "utilisateurs", [.. groups.Select(g => (g.Key, indicateur.Code, g.AsEnumerable()))]);
    }

    /// <param name="none">What a published week without a row is.</param>
    private ChartSpec Lines(Answer answer, string unit, IReadOnlyList<(string Name, string Column, IEnumerable<Row> Rows)> lines, double? none = 0)
    {
        var weeks = Weeks(answer);
        return new ChartSpec([.. weeks.Select(EngagementFilters.Iso)], [.. lines.Select(line =>
        {
            var values = line.Rows.ToDictionary(r => r.Date("semaine"), r => r.Number(line.Column));
            return new Serie(line.Name, [.. weeks.Select(w => values.TryGetValue(w, out var value) ? value : published.Contains(w) ? none : null)]);
        })], unit);
    }

    private static List<DateOnly> Weeks(Answer answer)
    {
        if (answer.IsEmpty) return [];
        var (first, last) = (answer.Rows.Min(r => r.Date("semaine")), answer.Rows.Max(r => r.Date("semaine")));
        return [.. Enumerable.Range(0, ((last.DayNumber - first.DayNumber) / 7) + 1).Select(i => first.AddDays(7 * i))];
    }
}
