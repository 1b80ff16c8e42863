using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Measures one step, from its first report: what was done before that took a time that nobody knows.</summary>
internal sealed class StepMeter(TimeProvider time, JobProgress first)
{
    private readonly long begun = time.GetTimestamp();

    public string Step => first.Step;

    /// <summary>"120,000 of 300,000 rows, 60,000/s, 3 s left", as of now; empty while there is nothing to count.</summary>
    public string Pace(JobProgress progress) => ProgressText.Pace(progress, progress.Done - first.Done, time.GetElapsedTime(begun));

    /// <summary>The same after the step's name.</summary>
    public string Line(JobProgress progress) => Pace(progress) is { Length: > 0 } pace ? $"{Step}: {pace}" : $"{Step}…";
}
