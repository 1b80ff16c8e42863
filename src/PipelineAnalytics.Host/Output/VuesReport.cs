using System.Globalization;
using System.Text.Json.Nodes;
using PipelineAnalytics.Vues;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>The state of the vues, for people and for scripts: what there is, what is due and why, what moved.</summary>
internal static class VuesReport
{
    public static void Write(IAnsiConsole console, VueStatus status, TimeZoneInfo zone)
    {
        console.WriteLine();
        WriteStates(console, status.Vues);
        console.WriteLine();
        console.WriteLine(DueWords(status.Due));
        PlanReport.WriteWeeks(console, status.Due);
        if (status.Revisions.Count == 0) return;
        console.WriteLine();
        console.WriteLine("What moved in published weeks, newest first:");
        foreach (var revision in status.Revisions) Wrapped(console, Words(revision, zone));
    }

    /// <summary>In another zone than that of the events nothing is computed: the setting is to be mended, the weeks are not.</summary>
    private static string DueWords(IReadOnlyList<DueSemaine> due) =>
        due.Count == 0 ? "No week is due."
        : due.Any(d => d.Reasons.HasFlag(DueReasons.ZoneChanged)) ? $"{Wording.Count(due.Count, "weeks")} due, which charger-les-vues computes once Pipeline__FuseauHoraire is set back to the zone of the events:"
        : $"{Wording.Count(due.Count, "weeks")} due, which charger-les-vues computes:";

    public static void WriteInto(JsonObject answer, VueStatus? status)
    {
        answer["vues"] = status is null ? null : new JsonArray([.. status.Vues.Select(Json)]);
        answer["weeksDue"] = status?.Due.Count;
        answer["due"] = status is null ? null : PlanReport.Json(status.Due);
        answer["revisions"] = status is null ? null : new JsonArray([.. status.Revisions.Select(Json)]);
    }

    private static void WriteStates(IAnsiConsole console, IReadOnlyList<VueState> vues)
    {
        var listing = new Listing([(0, 20)], "vue", ">weeks", "last", "");
        foreach (var vue in vues)
        {
            listing.Add(vue.Name, Wording.Number(vue.Weeks), vue.Last?.ToString() ?? "",
                vue.IsOrphan ? "its folder is gone: the table stays as it is" : vue.Provisional ? "provisional" : "");
        }

        foreach (var line in listing.Lay(console.Profile.Width - 1)) console.WriteLine(string.Concat(line));
    }

    private static string Words(Revision r, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture,
        $"{TimeZoneInfo.ConvertTimeFromUtc(r.Date, zone):yyyy-MM-dd HH:mm} {r.Vue} {r.Semaine}: {Wording.Count(r.Cells, "cells")}, {r.Cause}; most {r.Column} {Cell(r.From)} → {Cell(r.To)}{Where(r)}");

    /// <summary>"MILO, JEUNE, Bretagne": the row, without its week, which was told.</summary>
    private static string Where(Revision r)
    {
        var values = JsonNode.Parse(r.Grain)!.AsObject().Where(c => c.Key != "semaine").Select(c => c.Value?.ToString() ?? "null").ToList();
        return values.Count == 0 ? "" : $" ({string.Join(", ", values)})";
    }

    private static string Cell(string? json) => json ?? "none";

    private static JsonObject Json(VueState vue) => new()
    {
        ["vue"] = vue.Name,
        ["weeks"] = vue.Weeks,
        ["last"] = vue.Last?.ToString(),
        ["provisional"] = vue.Provisional,
        ["folderGone"] = vue.IsOrphan,
    };

    private static JsonObject Json(Revision r) => new()
    {
        ["date"] = Wording.Instant(r.Date),
        ["vue"] = r.Vue,
        ["semaine"] = r.Semaine.ToString(),
        ["cells"] = r.Cells,
        ["cause"] = r.Cause,
        ["largest"] = new JsonObject { ["row"] = JsonNode.Parse(r.Grain), ["column"] = r.Column, ["from"] = Node(r.From), ["to"] = Node(r.To) },
        ["run"] = r.Run,
    };

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);

    private static void Wrapped(IAnsiConsole console, string text)
    {
        foreach (var line in Wording.Wrap("  ", text, console.Profile.Width)) console.WriteLine(line);
    }
}
