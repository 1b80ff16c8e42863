using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Nights;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Suivi.Notifications;

namespace PipelineAnalytics.Host.Worker;

/// <summary>Looks every minute whether the data is fresh, and has people told when it is not, and when it is again.</summary>
internal sealed class PulseLoop(Pulse pulse, AnalyticsDatabase analytics, PipelineSettings settings, TimeProvider time, Notifier notifier, WorkerPace pace, ILogger<PulseLoop> logger) : BackgroundService
{
    /// <summary>Looks in a row that find the data stale before people are told: a server that restarts is no alarm.</summary>
    private const int Patience = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool? fresh = null;
        var stale = 0;
        var installed = await InstalledAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pace.Pulse, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                var seen = await pulse.FeelAsync(stoppingToken);
                if (seen.IsFresh != fresh && (fresh is not null || !seen.IsFresh)) logger.Freshness(seen.IsFresh ? "fresh again" : string.Join("; ", seen.Reasons));
                fresh = seen.IsFresh;
                stale = seen.IsFresh || IsBefore(seen, installed) ? 0 : stale + 1;
                if (seen.IsFresh || stale >= Patience) await notifier.FreshnessAsync(seen, stoppingToken);
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

    /// <summary>Where nothing ever ran, the worker has just been installed: nobody waits for the data of the nights before.</summary>
    private async Task<DateTimeOffset> InstalledAsync(CancellationToken cancellation)
    {
        try
        {
            return (await RunHistory.LastAsync(analytics, 1, cancellation)).Count == 0 ? time.GetUtcNow() : DateTimeOffset.MinValue;
        }
        catch (Exception e) when (e is PipelineException or NpgsqlException or OperationCanceledException)
        {
            // Who cannot tell raises the alarm.
            return DateTimeOffset.MinValue;
        }
    }

    private bool IsBefore(Freshness seen, DateTimeOffset installed)
    {
        var schedule = new NightSchedule(settings);
        return seen.Night is { } date && schedule.Of(date) is { } night && schedule.FreshBy(night) <= installed;
    }
}
