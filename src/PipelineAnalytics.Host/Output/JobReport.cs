using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>What a job did, for people and for scripts.</summary>
internal static class JobReport
{
    /// <summary>Set by a job that computed the current week.</summary>
    private const string Provisional = "provisional";

    /// <param name="told">Whether the log's "done in …" stands just above, on the same screen: nothing is said twice.</param>
    public static void Write(IAnsiConsole console, JobRun run, bool told)
    {
        if (!told) console.WriteLine($"{run.Verb}: done in {Wording.Duration(run.Duration)}");
        var facts = run.Outcome.Result.Where(fact => fact.Key != Provisional && !IsNothing(fact.Value)).Select(fact => (Label: Words(fact.Key), Value: Value(fact.Value))).ToList();
        var width = facts.Count == 0 ? 0 : facts.Max(fact => fact.Label.Length);
        foreach (var (label, value) in facts)
        {
            foreach (var line in Wording.Wrap($"  {label.PadRight(width)}  ", value, console.Profile.Width)) console.WriteLine(line);
        }

        if (IsProvisional(run.Outcome.Result)) console.WriteLine("  provisional: the week is not over");
    }

    public static JsonObject Json(JobRun run) => new()
    {
        ["job"] = run.Verb,
        ["success"] = true,
        ["started"] = Wording.Instant(run.Started),
        ["durationSeconds"] = Math.Round(run.Duration.TotalSeconds, 3),
        ["result"] = run.Outcome.Result.DeepClone(),
    };

    /// <summary>"20,000 enriched, 8 weeks due": the counts that matter most, in a cell. The order is ours: the run history does not keep that of the result.</summary>
    public static string Summary(string verb, JsonObject? result)
    {
        if (result is null) return "";
        var counts = MainCounts(verb, result).Where(key => IsNumber(result[key])).Select(key => Wording.Count(Number(result[key]!), Words(key)));
        return string.Join(", ", IsProvisional(result) ? counts.Append(Provisional) : counts);
    }

    private static IEnumerable<string> MainCounts(string verb, JsonObject result) => verb switch
    {
        "dump-for-analytics" => ["tables", "rows"],
        "charger-les-evenements" => ["loaded", "alreadyThere"],
        "enrichir-les-evenements" => ["enriched", "weeksDue"],
        "charger-les-vues" or "initialiser-les-vues" or "initialiser-les-vues-derniere-annee" => ["weeks", "rows"],
        "nettoyer-les-evenements" => ["deleted", "notInAnalytics"],
        "oublier" => ["usersFound", "events"],
        _ => result.Where(fact => IsNumber(fact.Value)).Select(fact => fact.Key).Take(3),
    };

    private static bool IsProvisional(JsonObject result) => result[Provisional]?.GetValueKind() == JsonValueKind.True;

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;

    private static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsNothing(JsonNode? value) => value is null or JsonArray { Count: 0 };

    private static string Value(JsonNode? value) => value switch
    {
        null => "-",
        JsonArray many => string.Join(", ", many.Select(Value)),
        _ when IsNumber(value) => Wording.Number(Number(value)),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary><c>alreadyThere</c> as "already there".</summary>
    private static string Words(string key) => string.Concat(key.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
