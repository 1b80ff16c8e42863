using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Suivi.Notifications;

namespace PipelineAnalytics.Host.Worker;

/// <summary>Looks every minute whether the data is fresh, and has people told when it is not, and when it is again.</summary>
internal sealed class PulseLoop(Pulse pulse, NightLoop nights, Notifier notifier, WorkerPace pace, ILogger<PulseLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool? fresh = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pace.Pulse, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                var seen = await pulse.FeelAsync(stoppingToken);
                if (seen.IsFresh != fresh && (fresh is not null || !seen.IsFresh)) logger.Freshness(seen.IsFresh ? "fresh again" : string.Join("; ", seen.Reasons));
                fresh = seen.IsFresh;
                // Before its tables are there, nothing can be fresh, and the night that makes it so may be about to begin.
                if (nights.IsPrepared || !seen.IsFresh) await notifier.FreshnessAsync(seen, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LoopFailed("freshness", e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
