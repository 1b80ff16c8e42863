using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>Turns reports of progress, from any thread, into the bars of a live display.</summary>
internal sealed class BarProgress(ProgressContext context, TimeProvider time) : IProgress<JobProgress>
{
    private readonly Lock turn = new();
    private ProgressTask? bar;
    private StepMeter? step;

    public void Report(JobProgress value)
    {
        lock (turn)
        {
            if (value.Step != step?.Step) Begin(value);
            bar!.IsIndeterminate = value.Total == 0;
            bar.MaxValue = Math.Max(1, Math.Max(value.Total, value.Done));
            bar.Value = value.Done;
            bar.State.Update<Pace>(PaceColumn.State, _ => new(step!.Pace(value)));
        }
    }

    private void Begin(JobProgress first)
    {
        // A step that is followed by another is over, whatever its estimate said.
        if (bar is { } last)
        {
            last.IsIndeterminate = false;
            last.Value = last.MaxValue;
            last.StopTask();
        }

        step = new StepMeter(time, first);
        bar = context.AddTask(first.Step.EscapeMarkup());
    }
}
