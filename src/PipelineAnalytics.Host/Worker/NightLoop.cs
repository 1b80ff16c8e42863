using Hangfire;
using Hangfire.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Nights;

namespace PipelineAnalytics.Host.Worker;

/// <summary>Looks for what is to be done, as long as the worker lives, and puts it into the queue; the queue's server starts when analytics can be reached.</summary>
internal sealed class NightLoop(NightWatch watch, WorkerQueue queue, WorkerPace pace, IServiceProvider services, ILogger<NightLoop> logger) : BackgroundService
{
    private readonly SemaphoreSlim now = new(0);
    private readonly TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BackgroundJobServer? server;
    private string? told;

    /// <summary>Fails when the servers themselves show that the settings are wrong (source and analytics are one, say): to go on trying would not help.</summary>
    public Task Refused => refused.Task;

    /// <summary>Whether the tables are there.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>When the loop last came round: a process whose loop stands still is not alive.</summary>
    public long LastTurn { get; private set; } = TimeProvider.System.GetTimestamp();

    /// <summary>A step has ended: what follows need not wait for the next turn.</summary>
    public void LookNow() => now.Release();

    public override void Dispose()
    {
        now.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        server?.SendStop();
        await base.StopAsync(cancellationToken);
        if (server is null) return;
        await server.WaitForShutdownAsync(cancellationToken);
        server.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
                if (told is not null) logger.AnalyticsIsBack();
                told = null;
            }
            catch (PipelineException e) when (e.ExitCode != 1)
            {
                refused.TrySetException(e);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it is: a loop that ended would be a worker that lives and does nothing. Told once: the next turn is near, and says the same.
                var error = e is PipelineException ? e.Message : e.GetBaseException().Message;
                if (told != error) logger.CannotLook(error);
                told = error;
            }

            LastTurn = TimeProvider.System.GetTimestamp();
            await ((Task)now.WaitAsync(pace.Turn, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        if (!IsPrepared)
        {
            await watch.PrepareAsync(queue.Prepare, cancellation);
            server = new BackgroundJobServer(Options(), queue.Storage);
            IsPrepared = true;
        }

        foreach (var (date, verb) in await watch.LookAsync(cancellation)) queue.Add(date, verb);
    }

    /// <summary>One step at a time is all that a chain has; the second place is for one that waits for its end.</summary>
    private BackgroundJobServerOptions Options() => new()
    {
        WorkerCount = 2,
        Activator = new AspNetCoreJobActivator(services.GetRequiredService<IServiceScopeFactory>()),
        ShutdownTimeout = WorkerHost.StopTime,
        StopTimeout = WorkerHost.StopTime,
        SchedulePollingInterval = TimeSpan.FromMinutes(1),
    };
}
