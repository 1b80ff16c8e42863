using System.Globalization;
using System.Text.Json.Nodes;
using PipelineAnalytics.Suivi;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>The run history, for people and for scripts.</summary>
internal static class RunsReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<PastRun> runs, TimeZoneInfo zone)
    {
        if (runs.Count == 0)
        {
            console.WriteLine("No run yet.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("started", "job", "state");
        table.AddColumn(new TableColumn("duration").RightAligned().NoWrap());
        table.AddColumn("result");
        foreach (var run in runs)
        {
            var started = TimeZoneInfo.ConvertTimeFromUtc(run.Started, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            table.AddRow(
                new Text(started), new Text(run.Verb), new Text(run.State, Colour(run)),
                new Text(Duration(run) is { } d ? Wording.Duration(d) : ""), new Text(run.Error is { } error ? Wording.OneLine(error) : JobReport.Summary(Result(run))));
        }

        console.Write(table);
    }

    public static JsonObject Json(PastRun run) => new()
    {
        ["id"] = run.Id,
        ["job"] = run.Verb,
        ["state"] = run.State,
        ["success"] = run.Success,
        ["started"] = Wording.Instant(run.Started),
        ["ended"] = run.Ended is { } ended ? Wording.Instant(ended) : null,
        ["durationSeconds"] = Duration(run)?.TotalSeconds,
        ["result"] = Result(run),
        ["errors"] = run.Errors,
        ["error"] = run.Error,
    };

    private static TimeSpan? Duration(PastRun run) => run.DurationMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static JsonObject? Result(PastRun run) => run.Result is { } text ? JsonNode.Parse(text)?.AsObject() : null;

    private static Style Colour(PastRun run) => new(run.State switch
    {
        "done" => Color.Green,
        "running" => Color.Blue,
        _ => Color.Red,
    });
}
