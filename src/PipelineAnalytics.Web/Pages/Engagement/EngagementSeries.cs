using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>Answers as lines over weeks. A week without rows between others is a gap.</summary>
internal static class EngagementSeries
{
    /// <summary>A line an indicator, from an answer of one row a week.</summary>
    public static ChartSpec OfIndicators(Answer answer, IReadOnlyList<Indicateur> indicateurs) =>
        Lines(answer, "utilisateurs", [.. indicateurs.Select(i => (i.Nom, i.Code, answer.Rows))]);

    /// <summary>Actifs as a share of « 2 mois ».</summary>
    public static ChartSpec OfAssiduite(Answer answer) => Lines(answer, "%", [("Assiduité", "assiduite", answer.Rows)]);

    /// <summary>A line a group, from an answer of one row a week and group; those with the most users in the last week first.</summary>
    /// <param name="group">The column that names it.</param>
    public static ChartSpec OfGroups(Answer answer, string group, Indicateur indicateur)
    {
        var groups = answer.Rows.GroupBy(r => r.Text(group)!, StringComparer.Ordinal).OrderByDescending(g => g.Max(r => (r.Date("semaine"), r.Count(indicateur.Code)))).ToList();
        return Lines(answer, "utilisateurs", [.. groups.Select(g => (g.Key, indicateur.Code, g.AsEnumerable()))]);
    }

    private static ChartSpec Lines(Answer answer, string unit, IReadOnlyList<(string Name, string Column, IEnumerable<Row> Rows)> lines)
    {
        var weeks = Weeks(answer);
        return new ChartSpec([.. weeks.Select(EngagementFilters.Iso)], [.. lines.Select(line =>
        {
            var values = line.Rows.ToDictionary(r => r.Date("semaine"), r => r.Number(line.Column));
            return new Serie(line.Name, [.. weeks.Select(w => values.GetValueOrDefault(w))]);
        })], unit);
    }

    private static List<DateOnly> Weeks(Answer answer)
    {
        if (answer.IsEmpty) return [];
        var (first, last) = (answer.Rows.Min(r => r.Date("semaine")), answer.Rows.Max(r => r.Date("semaine")));
        return [.. Enumerable.Range(0, ((last.DayNumber - first.DayNumber) / 7) + 1).Select(i => first.AddDays(7 * i))];
    }
}
