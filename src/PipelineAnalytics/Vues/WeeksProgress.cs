using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Vues;

/// <summary>How many of a run's weeks are published, told by several connections.</summary>
internal sealed class WeeksProgress
{
    private readonly Lock turn = new();
    private readonly JobContext context;
    private int done;

    public WeeksProgress(JobContext context, int total)
    {
        this.context = context;
        Total = total;
        if (total > 0) Report();
    }

    public int Total { get; }

    public Replaced Replaced { get; private set; }

    public void Done(SemaineRange range, Replaced replaced)
    {
        lock (turn)
        {
            done += range.Count;
            Replaced += replaced;
            Report();
        }
    }

    /// <exception cref="JobInterruptedException">Weeks are left.</exception>
    public void EnsureWhole()
    {
        if (done < Total) throw new JobInterruptedException($"{done} of {Total} weeks are published and {Total - done} are left: the same command, run again, goes on with them");
    }

    private void Report() => context.Progress.Report(new JobProgress("weeks", done, Total, "weeks", Replaced.Rows));
}
