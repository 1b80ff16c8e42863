using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Executions;

/// <summary>Durations over days, a line a job; in seconds, or in minutes where there are some.</summary>
public static class DurationChart
{
    private const double MillisecondsOfManySeconds = 120_000;

    public static ChartSpec Of(Answer answer)
    {
        var rows = answer.Rows.Select(r => (Day: r.Date("jour"), Verb: r.Text("travail")!, Milliseconds: r.Number("duree_ms") ?? 0)).ToList();
        var (unit, milliseconds) = IsInMinutes(answer) ? ("min", 60_000) : ("s", 1000);
        var days = rows.Select(r => r.Day).Distinct().Order().ToList();
        var series = rows.GroupBy(r => r.Verb).OrderBy(g => g.Key, StringComparer.Ordinal).Select(verb =>
        {
            var values = verb.ToDictionary(r => r.Day, r => r.Milliseconds / milliseconds);
            return new Serie(verb.Key, [.. days.Select(d => values.TryGetValue(d, out var value) ? Math.Round(value, 2) : (double?)null)]);
        });
        // As words: an ISO date would be taken for a week.
        return new ChartSpec([.. days.Select(Francais.DateCourte)], [.. series], unit);
    }

    public static string UnitWords(Answer answer) => IsInMinutes(answer) ? "minutes" : "secondes";

    private static bool IsInMinutes(Answer answer) => answer.Rows.Any(r => r.Number("duree_ms") > MillisecondsOfManySeconds);
}
