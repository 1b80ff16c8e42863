using System.Globalization;
using System.Text.Json.Nodes;
using PipelineAnalytics.Suivi;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>The run history, for people and for scripts.</summary>
internal static class RunsReport
{
    private const int Job = 1, State = 2, Result = 4;

    /// <summary>At 80 columns a result has room for a count or two; for that the longest name of a job is cut, and no other.</summary>
    private static readonly (int, int)[] Shrinks = [(Result, 21), (Job, 23), (Result, 8)];

    public static void Write(IAnsiConsole console, IReadOnlyList<PastRun> runs, TimeZoneInfo zone)
    {
        if (runs.Count == 0)
        {
            console.WriteLine("No run yet.");
            return;
        }

        console.WriteLine($"times in {zone.Id}, newest first");
        var listing = new Listing(Shrinks, "started", "job", "state", ">took", "result");
        foreach (var run in runs) listing.Add(Cells(run, zone));
        var lines = listing.Lay(console.Profile.Width - 1);
        Write(console, lines[0], Style.Plain);
        foreach (var (run, line) in runs.Zip(lines.Skip(1)))
        {
            Write(console, line, Colour(run));
            if (run.Error is not { } error) continue;
            foreach (var part in Wording.Wrap("    ", Wording.OneLine(error), console.Profile.Width)) console.WriteLine(part);
        }
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
        ["result"] = ResultOf(run),
        ["errors"] = run.Errors,
        ["error"] = run.Error,
    };

    private static string[] Cells(PastRun run, TimeZoneInfo zone) =>
    [
        TimeZoneInfo.ConvertTimeFromUtc(run.Started, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        run.Verb,
        run.State,
        Duration(run) is { } duration ? Wording.Duration(duration) : "",
        JobReport.Summary(run.Verb, ResultOf(run)),
    ];

    private static void Write(IAnsiConsole console, string[] cells, Style state)
    {
        for (var column = 0; column < cells.Length; column++) console.Write(cells[column], column == State ? state : Style.Plain);
        console.WriteLine();
    }

    private static TimeSpan? Duration(PastRun run) => run.DurationMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static JsonObject? ResultOf(PastRun run) => run.Result is { } text ? JsonNode.Parse(text)?.AsObject() : null;

    private static Style Colour(PastRun run) => new(run.State switch
    {
        "done" => Color.Green,
        "running" => Color.Blue,
        _ => Color.Red,
    });
}
