using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesVues;
using PipelineAnalytics.Jobs.InitialiserLesVues;
using PipelineAnalytics.Suivi.Notifications;
using PipelineAnalytics.Web.Actions;

namespace PipelineAnalytics.Host.Web;

/// <summary>
/// Runs, beside what is served, the jobs that somebody asks for from the dashboard: as runs by hand, recorded and told like those. Told to stop with the
/// process, a job ends what it has in hand, within the time that the host gives.
/// </summary>
internal sealed class JobStarter(PipelineSettings settings, TimeProvider time, ILoggerFactory loggers, IHostApplicationLifetime lifetime) : IJobStarter, IHostedService
{
    private readonly ILogger logger = loggers.CreateLogger("PipelineAnalytics");
    private readonly Lock turn = new();
    private Task running = Task.CompletedTask;
    private StartedJob? latest;

    public StartedJob? Latest
    {
        get
        {
            lock (turn) return latest;
        }
    }

    private CancellationToken Stop => lifetime.ApplicationStopping;

    public static void Add(IServiceCollection services) =>
        services.AddSingleton<JobStarter>().AddSingleton<IJobStarter>(s => s.GetRequiredService<JobStarter>()).AddHostedService(s => s.GetRequiredService<JobStarter>());

    public string? Obstacle(string action)
    {
        if (settings.Analytics is null) return "Ce processus ne peut que lire analytics : ConnectionStrings__Analytics n'est pas réglé pour lui.";
        return action == JobForm.Chain && settings.Source is null ? "Ce processus ne peut pas lire la production : ConnectionStrings__Source n'est pas réglé pour lui, et la chaîne commence par elle." : null;
    }

    public void Start(JobRequest request)
    {
        if (Obstacle(request is ChainRequest ? JobForm.Chain : JobForm.Backfill) is { } obstacle) throw new ActionRefusedException(obstacle);
        lock (turn)
        {
            if (Stop.IsCancellationRequested) throw new ActionRefusedException("Ce processus s'arrête : lancez ce travail du suivant.");
            if (!running.IsCompleted) throw new ActionRefusedException($"Un travail lancé d'ici est en cours ({latest?.Request.Title}) : un seul à la fois, attendez sa fin.");
            latest = new StartedJob(request, time.GetUtcNow(), StartedState.Running);
            running = Task.Run(() => RunAsync(request), CancellationToken.None);
        }

        logger.StartedHere(request.Title);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The token of the application has told the job already.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) => await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(JobRequest request)
    {
        var told = new HandRuns(settings, TimeProvider.System, logger);
        try
        {
            await (request switch
            {
                BackfillRequest b => RunAsync(InitialiserLesVuesJob.Between(b.Du, b.Au), told),
                WeekRequest w => RunAsync(new ChargerLesVuesJob(w.Semaine), told),
                _ => RunChainAsync(told),
            });
            Set(now => now with { State = StartedState.Succeeded });
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e, Stop.IsCancellationRequested);
            logger.StartedHereFailed(request.Title, failure.Error);
            Set(now => now with { State = Stop.IsCancellationRequested ? StartedState.Interrupted : StartedState.Failed, Error = failure.Error });
        }

        await told.EndAsync(Stop);
    }

    private async Task RunChainAsync(HandRuns told)
    {
        await using var chain = await ChainTurn.TakeAsync(settings, logger, Stop);
        for (IJob? job = JobChain.First(); job is not null;) job = JobChain.After(job, (await RunAsync(job, told)).Outcome);
    }

    private Task<JobRun> RunAsync(IJob job, HandRuns told) =>
        ToldRun.RunAsync(job, told, () => new JobRunner(settings, time, logger, new LatestProgress(this)).RunAsync(job, Stop), Stop);

    private void Set(Func<StartedJob, StartedJob> change)
    {
        lock (turn) latest = change(latest!);
    }

    private sealed class LatestProgress(JobStarter starter) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => starter.Set(now => now with { Progress = value });
    }
}
