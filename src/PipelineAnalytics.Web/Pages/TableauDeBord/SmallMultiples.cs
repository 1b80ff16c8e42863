using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.TableauDeBord;

/// <summary>One small chart a structure, all over the same weeks, those with most users first.</summary>
public static class SmallMultiples
{
    public static IReadOnlyList<(string Structure, ChartSpec Chart)> Of(Answer answer)
    {
        var weeks = answer.Rows.Select(r => r.Date("semaine")).Distinct().Order().ToList();
        return [.. answer.Rows
            .GroupBy(r => r.Text("structure")!, StringComparer.Ordinal)
            .Select(g => (Structure: g.Key, Counts: g.ToDictionary(r => r.Date("semaine"), r => r.Count("actifs"))))
            .OrderByDescending(s => s.Counts.Values.Sum()).ThenBy(s => s.Structure, StringComparer.Ordinal)
            .Select(s => (s.Structure, Chart(s.Structure, weeks, s.Counts)))];
    }

    /// <summary>A published week without a row of the structure is a week without users: zero.</summary>
    private static ChartSpec Chart(string structure, List<DateOnly> weeks, Dictionary<DateOnly, long> counts) => new(
        [.. weeks.Select(w => w.ToString("O"))], [new Serie(structure, [.. weeks.Select(w => (double?)counts.GetValueOrDefault(w))])], "utilisateurs actifs");
}
