using System.Globalization;
using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>Below that, a rate is noise.</summary>
    private static readonly TimeSpan Meaningful = TimeSpan.FromSeconds(1);

    /// <param name="moved">How much of what is done was done in the time <paramref name="elapsed"/>.</param>
    public static string Pace(JobProgress progress, long moved, TimeSpan elapsed)
    {
        if (progress is { Done: 0, Total: 0 }) return "";
        var text = Count(progress);
        if (elapsed < Meaningful || moved <= 0) return text;

        var rate = moved / elapsed.TotalSeconds;
        text += string.Create(CultureInfo.InvariantCulture, $", {(rate < 10 ? Math.Round(rate, 1) : Math.Round(rate)):#,0.#}/s");
        return progress.Done < progress.Total ? $"{text}, {Wording.Duration(TimeSpan.FromSeconds((progress.Total - progress.Done) / rate))} left" : text;
    }

    /// <summary>How much is done; of how much, while it is not all. An estimated total may fall short of what comes.</summary>
    private static string Count(JobProgress progress) => progress.Done < progress.Total
        ? $"{Wording.Number(progress.Done)} of {Wording.Number(progress.Total)} {progress.Unit}"
        : $"{Wording.Number(progress.Done)} {progress.Unit}";
}
