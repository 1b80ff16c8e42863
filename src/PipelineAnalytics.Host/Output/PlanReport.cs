using System.Text.Json.Nodes;
using PipelineAnalytics.Vues;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>What <c>--plan</c> says, grouped for people and complete for scripts.</summary>
internal static class PlanReport
{
    public static void Write(IAnsiConsole console, string verb, VuePlan plan)
    {
        var computed = plan.Weeks.Where(w => !w.IsEmptied).ToList();
        Line(console, "", plan.IsKnown
            ? $"{verb} would compute {Wording.Count(computed.Count, "weeks")} of {Wording.Count(plan.Vues.Count, "vues")}{About(plan, computed.Count)}{(plan.Weeks.Count > 0 ? ":" : ".")}"
            : $"{verb}: what is due is not known yet; the pipeline's tables are not there, or of an earlier version: the first run of a job makes them.");
        WriteWeeks(console, plan.Weeks);
        if (plan.Recounted > 0) Line(console, "  ", $"{Wording.Count(plan.Recounted, "weeks")} would first be counted anew from their events; the weeks that look back on them are computed too.");
        if (plan.Rebuilt is { Count: > 0 } rebuilt) Line(console, "  ", $"{Wording.Count(rebuilt.Count, "tables")} would be made anew, with all their weeks: {string.Join(", ", rebuilt)}.");
        if (plan.Since is { } since) Line(console, "  ", $"{Wording.Count(plan.AlreadyDone, "weeks")} were done by the run that began at {Wording.Instant(since)} and was stopped; --recommencer computes them too.");
        Line(console, "", "Nothing was changed.");
    }

    /// <summary>A line a reason: "8 weeks, 2025-04-28 to 2025-06-16: events changed in 2025-04-28".</summary>
    public static void WriteWeeks(IAnsiConsole console, IReadOnlyList<DueSemaine> weeks)
    {
        foreach (var group in weeks.GroupBy(w => string.Join(", ", w.Words)))
        {
            var changed = group.SelectMany(w => w.ChangedWeeks).Distinct().Order(StringComparer.Ordinal).ToList();
            var which = Few(SemaineRange.Cover(group.Select(w => w.Semaine), int.MaxValue).Select(r => r.ToString()).ToList());
            Line(console, "  ", $"{Wording.Count(group.Count(), "weeks")}, {which}: {group.Key}{(changed.Count > 0 ? $" in {Few(changed)}" : "")}");
        }
    }

    public static JsonObject Json(VuePlan plan) => new()
    {
        ["known"] = plan.IsKnown,
        ["weeks"] = Json(plan.Weeks),
        ["vues"] = Texts(plan.Vues),
        ["connections"] = plan.Connections,
        ["estimatedSeconds"] = plan.Duration is { } about ? Math.Round(about.TotalSeconds, 3) : null,
        ["weeksDoneBefore"] = plan.AlreadyDone,
        ["weeksCountedAnew"] = plan.Recounted,
        ["tablesMadeAnew"] = Texts(plan.Rebuilt ?? []),
    };

    public static JsonArray Json(IReadOnlyList<DueSemaine> weeks) => new([.. weeks.Select(w => new JsonObject
    {
        ["semaine"] = w.Semaine.ToString(),
        ["emptied"] = w.IsEmptied,
        ["reasons"] = Texts(w.Words),
        ["changedWeeks"] = Texts(w.ChangedWeeks),
        ["vues"] = Texts(w.Vues),
    })]);

    private static string About(VuePlan plan, int weeks) => weeks == 0 ? ""
        : plan.Duration is { } about ? $", in about {Wording.Duration(about)} over {Wording.Count(plan.Connections, "connections")}"
        : ", in a time that is not known yet";

    private static string Few(IReadOnlyList<string> all, int most = 4) =>
        all.Count <= most ? string.Join(", ", all) : $"{string.Join(", ", all.Take(most))} and {all.Count - most} more";

    private static void Line(IAnsiConsole console, string head, string text)
    {
        foreach (var line in Wording.Wrap(head, text, console.Profile.Width)) console.WriteLine(line);
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}
