using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>For somebody who watches: a bar for each step, with count, rate and time left.</summary>
internal sealed class BarDisplay(IAnsiConsole console, TimeProvider time, TimeZoneInfo zone) : IDisplay
{
    public Task<T> FollowAsync<T>(Func<IProgress<JobProgress>, Task<T>> work) => console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = 30 },
            new PercentageColumn(),
            new PaceColumn())
        .StartAsync(context => work(new BarProgress(context, time)));

    public void Line(string text) => console.WriteLine(LogLine.Of(time, zone, text));
}
