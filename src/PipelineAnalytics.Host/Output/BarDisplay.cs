using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>For somebody who watches: a bar for the step that goes on, with count, rate and time left; above it, line by line, what is over.</summary>
internal sealed class BarDisplay(IAnsiConsole console, TimeProvider time, TimeZoneInfo zone) : IDisplay
{
    /// <summary>Of the longest step's name and pace: they are read, the bar is only seen.</summary>
    private const int Words = 68;

    private volatile BarProgress? current;

    public Task<T> FollowAsync<T>(Func<IProgress<JobProgress>, Task<T>> work) => console.Progress()
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - Words, 6, 30) },
            new PaceColumn())
        .StartAsync(context => FollowAsync(new BarProgress(context, Line, time), work));

    public void EndStep() => current?.End();

    public void Line(string text)
    {
        foreach (var line in Wording.Wrap(LogLine.At(time, zone), Wording.OneLine(text), console.Profile.Width)) console.WriteLine(line);
    }

    private async Task<T> FollowAsync<T>(BarProgress progress, Func<IProgress<JobProgress>, Task<T>> work)
    {
        current = progress;
        try
        {
            var result = await work(progress);
            progress.End();
            return result;
        }
        finally
        {
            progress.Break();
            current = null;
        }
    }
}
