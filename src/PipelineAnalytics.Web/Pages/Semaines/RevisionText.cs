using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Web.Pages.Semaines;

/// <summary>What <c>pipeline.revision</c> says, for French readers.</summary>
public static partial class RevisionText
{
    private static readonly Dictionary<string, string> Causes = new(StringComparer.Ordinal)
    {
        ["missing"] = "manquante",
        ["provisional until now"] = "provisoire jusque-là",
        ["model changed"] = "modèle changé",
        ["time zone changed"] = "fuseau changé",
        ["events changed"] = "événements changés",
        ["events gone"] = "événements partis",
        ["the previous week"] = "dernière semaine terminée",
        ["recomputed on demand"] = "recalculée à la demande",
    };

    /// <returns>Null where it has words that are not ours: then it is shown as it is, in English.</returns>
    public static string? Cause(string cause)
    {
        var parts = cause.Split(", ").Select(InFrench).ToList();
        return parts.Contains(null) ? null : string.Join(", ", parts);
    }

    /// <summary>The row of a change, from its grain as JSON: « structure MILO, departement 75 ».</summary>
    public static string Grain(string json)
    {
        using var grain = JsonDocument.Parse(json);
        var columns = grain.RootElement.EnumerateObject().Where(c => c.Name != "semaine").OrderBy(c => c.Name, StringComparer.Ordinal);
        return string.Join(", ", columns.Select(c => $"{c.Name.Replace('_', ' ')} {(c.Value.ValueKind == JsonValueKind.Null ? "(vide)" : c.Value.ToString())}"));
    }

    /// <summary>« 12 → 13 » ; « absente » where the row was not there.</summary>
    public static string Change(string? before, string? after) => $"{Cell(before)} → {Cell(after)}";

    private static string Cell(string? text) =>
        text is null ? "absente" : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Francais.Nombre(number) : text;

    private static string? InFrench(string part)
    {
        if (Causes.TryGetValue(part, out var words)) return words;
        var changed = ChangedIn().Match(part);
        if (!changed.Success) return null;
        var weeks = changed.Groups[1].Value.Split(" and ").Select(Week).ToList();
        return $"événements changés, {(weeks.Count == 1 ? "semaine du" : "semaines des")} {string.Join(", ", weeks)}{(changed.Groups[2].Success ? $" et {changed.Groups[2].Value} autres" : "")}";
    }

    private static string Week(string iso) => DateOnly.TryParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var monday) ? Francais.DateCourte(monday) : iso;

    [GeneratedRegex(@"^events changed in (\S+(?: and \S+(?! more))*?)(?: and (\d+) more weeks)?$")]
    private static partial Regex ChangedIn();
}
