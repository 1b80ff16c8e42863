using PipelineAnalytics.Jobs;
using PipelineAnalytics.Suivi.Notifications;

namespace PipelineAnalytics.Host.Cli;

/// <summary>A run that somebody started, by a verb or from the dashboard. How it ended is told to others, too, unless it was interrupted or asked for wrongly.</summary>
internal static class ToldRun
{
    public static async Task<JobRun> RunAsync(IJob job, HandRuns told, Func<Task<JobRun>> runAsync, CancellationToken cancellation)
    {
        told.EnsureUsable();
        try
        {
            var run = await runAsync();
            if (job.MakesGood) await told.SucceededAsync(job.Verb, cancellation);
            return run;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && Failure.Of(e, interrupted: false) is { ExitCode: 1 })
        {
            told.Failed(job.Verb, Failure.Of(e, interrupted: false).Error);
            throw;
        }
    }
}
