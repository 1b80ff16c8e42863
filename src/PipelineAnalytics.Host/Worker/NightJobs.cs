using System.ComponentModel;
using System.Globalization;
using Hangfire;
using Hangfire.Server;
using PipelineAnalytics.Nights;

namespace PipelineAnalytics.Host.Worker;

/// <summary>What a worker does with a step that the queue gives it. Attempts are the ledger's: here each is one.</summary>
internal sealed class NightJobs(NightRunner runner, NightLoop loop, WorkerStop stop)
{
    /// <param name="night">Business date, ISO.</param>
    [DisplayName("{1}, nuit du {0}")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string night, string verb, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
        try
        {
            await runner.RunAsync(DateOnly.Parse(night, CultureInfo.InvariantCulture), verb, either.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Not a failure: the queue keeps it for the next worker.
            throw new JobAbortedException();
        }
        finally
        {
            loop.LookNow();
        }
    }
}
