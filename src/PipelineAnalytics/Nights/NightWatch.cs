using Microsoft.Extensions.Logging;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Suivi.Notifications;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Nights;

/// <summary>
/// Looks, every few seconds, what is to be done: begins the night that is due, ends dead runs and goes on after them, gives the steps
/// whose time has come. Any number of workers may look at once: what is in the database decides, and it is decided there.
/// </summary>
/// <param name="notifier">Tells people of runs that died; null where nobody is to be told.</param>
public sealed class NightWatch(PipelineSettings settings, TimeProvider time, ILogger logger, Notifier? notifier = null) : IAsyncDisposable
{
    /// <summary>A queue that gave a step to a worker that died forgets it, for a while: it is given another.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private readonly AnalyticsDatabase analytics = new(settings.Analytics);
    private readonly NightSchedule schedule = new(settings);
    private readonly NightRunner runner = new(settings, time, logger, new NoProgress(), notifier);

    /// <summary>Refuses settings that no night could use, before there is a night.</summary>
    /// <exception cref="PipelineException">Exit code 2.</exception>
    public static void EnsureUsable(PipelineSettings settings, TimeProvider time)
    {
        var clock = new BusinessClock(time, settings.FuseauHoraire);
        _ = new NightSchedule(settings);
        ConnectionText.Parse("ConnectionStrings__Analytics", settings.Analytics);
        ConnectionText.Parse("ConnectionStrings__Source", settings.Source);
        _ = (settings.Worker.Silence, settings.Worker.Retries, VueCatalog.Of(settings));
        foreach (var job in JobChain.All())
        {
            job.EnsureUsable(settings, clock);
            _ = settings.Worker.MinutesAuPlus.Of(job.Verb);
        }
    }

    /// <summary>Once, before the first look: what is looked at is there from then on.</summary>
    /// <param name="others">Lays down tables that are not ours, while no other worker does: two that begin at once get in each other's way.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task PrepareAsync(Action others, CancellationToken cancellation)
    {
        await using var source = settings.Source is null ? null : new SourceDatabase(settings.Source);
        await DatabaseIdentity.EnsureDifferentAsync(source, analytics, sourceRequired: false, cancellation);
        await Migrator.MigrateAsync(analytics, settings, logger, cancellation);
        await using var connection = await analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(connection, PipelineLock.Migrations, logger, cancellation);
        others();
    }

    /// <returns>Steps to run now, by business date and verb.</returns>
    /// <exception cref="PipelineException">Analytics cannot be reached.</exception>
    public async Task<IReadOnlyList<(DateOnly Date, string Verb)>> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        var ledger = new NightLedger(connection);
        await DeadRuns.EndAsync(connection, settings, time, logger, cancellation);
        foreach (var orphan in await ledger.OrphansAsync(settings.Worker.Silence, cancellation)) await runner.AdoptAsync(orphan, cancellation);

        var now = time.GetUtcNow();
        if (schedule.ToBegin(now) is { } night && await ledger.BeginAsync(night, JobChain.First().Verb, now, cancellation))
        {
            logger.NightBegun($"{night.Date:O}");
            Telemetry.NightBegun(now - night.Due);
        }


        return await ledger.ToQueueAsync(now, Forgotten, cancellation);
    }

    public ValueTask DisposeAsync() => analytics.DisposeAsync();

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
