using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Measures one step, from its first report: what was done before that took a time that nobody knows.</summary>
internal sealed class StepMeter(TimeProvider time, JobProgress first)
{
    private readonly long begun = time.GetTimestamp();
    private JobProgress? last;
    private long reported;

    public string Step => first.Step;

    public string Label => ProgressText.Label(first);

    /// <summary>"120,000 of 300,000 rows, 60,000/s, 3.0 s left", as of now; empty while there is nothing to count.</summary>
    public string Pace => ProgressText.Pace(Last, Moved, time.GetElapsedTime(begun));

    /// <summary>The same after the step's name.</summary>
    public string Line => Pace is { Length: > 0 } pace ? $"{Label}: {pace}" : $"{Label}…";

    /// <summary>The step's last word.</summary>
    public string End => $"{Label}: {ProgressText.Ended(Last, Moved, Took)}";

    /// <summary>The last word of a step in whose middle the work ended.</summary>
    public string Broken => ProgressText.Pace(Last, 0, TimeSpan.Zero) is { Length: > 0 } count ? $"{Label}: not finished, {count}" : $"{Label}: not finished";

    private JobProgress Last => last ?? first;

    private long Moved => Last.Done - first.Done;

    /// <summary>To the report that said that all is done, if one did: what the job does afterwards is not this step.</summary>
    private TimeSpan? Took => IsWhole(first) || first.Done > 0 ? null : time.GetElapsedTime(begun, IsWhole(Last) ? reported : time.GetTimestamp());

    public void Report(JobProgress progress)
    {
        last = progress;
        reported = time.GetTimestamp();
    }

    /// <summary>Whether a report tells of something that was counted to its end. Of nothing, too: no event was missing.</summary>
    public static bool IsWhole(JobProgress progress) => progress.Unit.Length > 0 && progress.Done >= progress.Total;
}
