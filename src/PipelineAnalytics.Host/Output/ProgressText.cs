using System.Globalization;
using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>Below that, a rate is noise.</summary>
    private static readonly TimeSpan Meaningful = TimeSpan.FromSeconds(1);

    /// <summary>What is counted. "tables: 136" would be read as 136 tables.</summary>
    public static string Label(JobProgress progress) => progress is { Step: "tables", Unit: "rows" } ? "rows of tables" : progress.Step;

    /// <param name="moved">How much of what is done was done in the time <paramref name="elapsed"/>.</param>
    public static string Pace(JobProgress progress, long moved, TimeSpan elapsed)
    {
        if (progress is { Done: 0, Total: 0 }) return "";
        var text = progress.Done < progress.Total ? $"{Wording.Number(progress.Done)} of {Counted(progress, progress.Total)}" : Counted(progress, progress.Done);
        text += Rows(progress);
        if (Rate(moved, elapsed) is not { } rate) return text;

        text += PerSecond(rate);
        return progress.Done < progress.Total ? $"{text}, {Wording.Duration(TimeSpan.FromSeconds((progress.Total - progress.Done) / rate))} left" : text;
    }

    /// <summary>A step that is over: "1,000 rows in 0.2 s", or "done" when nothing was counted. An estimated total is not told any more.</summary>
    /// <param name="elapsed">Null when nobody knows how long it took.</param>
    public static string Ended(JobProgress last, long moved, TimeSpan? elapsed)
    {
        var what = last.Unit.Length == 0 || (last.Done == 0 && last.Total > 0) ? "done" : Counted(last, last.Done) + Rows(last);
        if (elapsed is not { } took) return what;
        return $"{what} in {Wording.Duration(took)}{(Rate(moved, took) is { } rate ? PerSecond(rate) : "")}";
    }

    /// <summary>"8 weeks"; "8" where the label says of what.</summary>
    private static string Counted(JobProgress progress, long number) =>
        progress.Unit.Length == 0 || Label(progress).Split(' ')[0] == progress.Unit ? Wording.Number(number) : Wording.Count(number, progress.Unit);

    private static string Rows(JobProgress progress) => progress.Rows is > 0 and { } rows ? $", {Wording.Count(rows, "rows")}" : "";

    private static double? Rate(long moved, TimeSpan elapsed) => elapsed < Meaningful || moved <= 0 ? null : moved / elapsed.TotalSeconds;

    private static string PerSecond(double rate) =>
        string.Create(CultureInfo.InvariantCulture, $", {(rate < 10 ? Math.Round(rate, 1) : Math.Round(rate)):#,0.#}/s");
}
