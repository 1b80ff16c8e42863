using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Turns many reports of progress, from any thread, into few lines.</summary>
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
            // Worded now, as the pace is that of now; told if it is time.
            untold = step!.Line(value);
            if ((begins && value.Done == 0) || time.GetElapsedTime(told) >= Interval) Tell();
        }
    }

    /// <summary>Tells the last report, if it was held back.</summary>
    public void Flush()
    {
        lock (turn) Tell();
    }

    private void Begin(JobProgress first)
    {
        Tell();
        step = new StepMeter(time, first);
        told = time.GetTimestamp();
    }

    private void Tell()
    {
        if (untold is null) return;
        line(untold);
        untold = null;
        told = time.GetTimestamp();
    }
}
