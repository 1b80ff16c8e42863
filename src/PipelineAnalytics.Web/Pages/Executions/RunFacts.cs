using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineAnalytics.Suivi.Notifications;

namespace PipelineAnalytics.Web.Pages.Executions;

/// <summary>A run's result (<c>pipeline.suivi_job.resultat</c>) in words. Keys that are not known here are shown as they are.</summary>
public static class RunFacts
{
    private const int MostItems = 40;

    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["tables"] = "tables",
        ["rows"] = "lignes",
        ["unchangedTables"] = "tables inchangées, laissées en place",
        ["verifiedTables"] = "tables comparées",
        ["excludedTables"] = "tables exclues",
        ["tablesWithoutRows"] = "tables sans leurs lignes",
        ["leftOut"] = "objets laissés de côté",
        ["missingExtensions"] = "extensions absentes d'analytics",
        ["droppedColumns"] = "colonnes supprimées",
        ["pseudonymisedColumns"] = "colonnes pseudonymisées",
        ["unknownColumns"] = "colonnes inconnues jusque-là",
        ["personalColumnsInClear"] = "colonnes personnelles en clair",
        ["lostObjects"] = "objets d'analystes mis de côté",
        ["brokenKeys"] = "clés étrangères non validées",
        ["cameBack"] = "tables revenues à l'état précédent",
        ["stayed"] = "tables restées en place",
        ["inSource"] = "événements en production",
        ["alreadyThere"] = "événements déjà là",
        ["loaded"] = "événements chargés",
        ["rejected"] = "événements rejetés",
        ["repairedDays"] = "jours réparés",
        ["ignoredColumns"] = "colonnes ignorées",
        ["enriched"] = "événements enrichis",
        ["agencyFoundSince"] = "agences trouvées depuis",
        ["weeksChanged"] = "semaines changées",
        ["weeksDue"] = "semaines à calculer",
        ["weeks"] = "semaines calculées",
        ["from"] = "première semaine",
        ["to"] = "dernière semaine",
        ["cellsChanged"] = "cellules révisées",
        ["weeksDoneBefore"] = "semaines faites avant l'interruption",
        ["provisional"] = "provisoire",
        ["mirrorOf"] = "calculé sur le miroir du",
        ["before"] = "événements antérieurs au",
        ["candidates"] = "événements candidats",
        ["deleted"] = "événements supprimés",
        ["notInAnalytics"] = "événements absents d'analytics, gardés",
        ["batchesSkipped"] = "lots laissés",
        ["users"] = "personnes demandées",
        ["usersFound"] = "personnes trouvées",
        ["events"] = "événements renommés",
        ["enrichedFirst"] = "événements enrichis d'abord",
        ["tablesToVacuum"] = "tables à nettoyer encore",
    };

    /// <summary>« 20 tables, 40 107 lignes »: the few counts that tell how it went.</summary>
    public static string Summary(string verb, string? json) => JobCounts.Of(verb, Parse(json));

    /// <summary>All of it, in the order of the labels above.</summary>
    public static IReadOnlyList<RunFact> All(string? json)
    {
        var order = Labels.Keys.ToList();
        return [.. (Parse(json) ?? []).Select(f => new RunFact(f.Key, Labels.GetValueOrDefault(f.Key), Value(f.Value)))
            .OrderBy(f => order.IndexOf(f.Key) is var place and >= 0 ? place : order.Count).ThenBy(f => f.Key, StringComparer.Ordinal)];
    }

    private static JsonObject? Parse(string? json) => json is null ? null : JsonNode.Parse(json) as JsonObject;

    private static string Value(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "—",
        JsonValueKind.Number => Francais.Nombre(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
        JsonValueKind.True => "oui",
        JsonValueKind.False => "non",
        JsonValueKind.String => Text(value.GetValue<string>()),
        JsonValueKind.Array => Items(value.AsArray()),
        _ => value.ToJsonString(),
    };

    private static string Items(JsonArray items)
    {
        if (items.Count == 0) return "aucun";
        var shown = string.Join(", ", items.Take(MostItems).Select(Value));
        return items.Count > MostItems ? $"{shown} et {items.Count - MostItems} autres" : shown;
    }

    private static string Text(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? Francais.DateCourte(date) : text;
}

/// <param name="Label">In French; null for a key that is not known, which is shown itself.</param>
public sealed record RunFact(string Key, string? Label, string Value);
