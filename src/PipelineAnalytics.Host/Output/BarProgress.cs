using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>Turns reports of progress, from any thread, into the bar of the step that goes on; a step that is over becomes a line.</summary>
internal sealed class BarProgress(ProgressContext context, Action<string> line, TimeProvider time) : IProgress<JobProgress>
{
    /// <summary>The display hides a bar that is full, and an estimated total may fall short of what comes.</summary>
    private const double NeverFull = 1.001;

    private readonly Lock turn = new();
    private ProgressTask? bar;
    private StepMeter? step;

    public void Report(JobProgress value)
    {
        lock (turn)
        {
            if (value.Step != step?.Step) Begin(value);
            step!.Report(value);
            bar!.IsIndeterminate = value.Total == 0;
            bar.MaxValue = NeverFull * Math.Max(1, Math.Max(value.Total, value.Done));
            bar.Value = value.Done;
            bar.State.Update<Pace>(PaceColumn.State, _ => new(step.Pace));
        }
    }

    /// <summary>The step is over, and well.</summary>
    public void End() => End("✓ ", static step => step.End);

    /// <summary>The work ended in the middle of the step.</summary>
    public void Break() => End("✗ ", static step => step.Broken);

    private void End(string sign, Func<StepMeter, string> words)
    {
        lock (turn)
        {
            if (step is null) return;
            bar!.StopTask();
            context.Refresh(); // or the bar would stand below its own end until the next tenth of a second
            line(sign + words(step));
            step = null;
        }
    }

    private void Begin(JobProgress first)
    {
        End();
        step = new StepMeter(time, first);
        bar = context.AddTask(step.Label.EscapeMarkup());
    }
}
