using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>What a job did, for people and for scripts.</summary>
internal static class JobReport
{
    public static void Write(IAnsiConsole console, JobRun run)
    {
        console.WriteLine($"{run.Verb}: done in {Wording.Duration(run.Duration)}");
        var facts = Facts(run.Outcome.Result).ToList();
        var width = facts.Count == 0 ? 0 : facts.Max(f => f.Label.Length);
        foreach (var (label, value) in facts) console.WriteLine($"  {label.PadRight(width)}  {value}");
    }

    public static JsonObject Json(JobRun run) => new()
    {
        ["job"] = run.Verb,
        ["success"] = true,
        ["started"] = Wording.Instant(run.Started),
        ["durationSeconds"] = Math.Round(run.Duration.TotalSeconds, 3),
        ["result"] = run.Outcome.Result.DeepClone(),
    };

    /// <summary>"in source 300,000, loaded 300,000": what counts, in a cell.</summary>
    public static string Summary(JsonObject? result) => result is null ? ""
        : string.Join(", ", Facts(result).Where(f => f.Value != "-").Select(f => $"{f.Label} {f.Value}"));

    private static IEnumerable<(string Label, string Value)> Facts(JsonObject result) => result.Select(p => (Words(p.Key), Value(p.Value)));

    private static string Value(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => "-",
        JsonArray many => string.Join(", ", many.Select(Value)),
        _ when value.GetValueKind() == JsonValueKind.Number => decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("#,0.###", CultureInfo.InvariantCulture),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary><c>alreadyThere</c> as "already there".</summary>
    private static string Words(string key) => string.Concat(key.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
