using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Turns many reports of progress, from any thread, into few lines: a step's beginning, one every few seconds, its end.</summary>
internal sealed class PlainProgress(Action<string> line, TimeProvider time) : IProgress<JobProgress>
{
    /// <summary>Between two lines of a step.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock turn = new();
    private StepMeter? step;
    private string? untold;
    private long told;

    public void Report(JobProgress value)
    {
        lock (turn)
        {
            var begins = value.Step != step?.Step;
            if (begins) Begin(value);
            step!.Report(value);
            // Worded now, as the pace is that of now; told if it is time.
            untold = step.Line;
            if ((begins && value.Done == 0 && !StepMeter.IsWhole(value)) || time.GetElapsedTime(told) >= Interval) Tell();
        }
    }

    /// <summary>The step is over, and well: its last word.</summary>
    public void End()
    {
        lock (turn) EndStep();
    }

    /// <summary>The work ended in the middle of the step.</summary>
    public void Break()
    {
        lock (turn)
        {
            if (step is null) return;
            line(step.Broken);
            (step, untold) = (null, null);
        }
    }

    /// <summary>Tells the last report, if it was held back.</summary>
    public void Flush()
    {
        lock (turn) Tell();
    }

    private void Begin(JobProgress first)
    {
        EndStep();
        step = new StepMeter(time, first);
        told = time.GetTimestamp();
    }

    private void EndStep()
    {
        if (step is null) return;
        line(step.End);
        (step, untold) = (null, null);
    }

    private void Tell()
    {
        if (untold is null) return;
        line(untold);
        untold = null;
        told = time.GetTimestamp();
    }
}
