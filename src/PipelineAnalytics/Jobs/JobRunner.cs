using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs;

/// <summary>A run that ended well.</summary>
public sealed record JobRun(string Verb, DateTimeOffset Started, TimeSpan Duration, JobOutcome Outcome);

/// <summary>Runs a job between its safeguards: right databases, schema up to date, a record of the run whatever its end.</summary>
public sealed class JobRunner(PipelineSettings settings, TimeProvider time, ILogger logger, IProgress<JobProgress> progress)
{
    /// <summary>Runs a job now, by hand.</summary>
    /// <exception cref="PipelineException">The job failed, in words for a person. The run is recorded as failed where the server could be reached.</exception>
    public async Task<JobRun> RunAsync(IJob job, CancellationToken cancellation)
    {
        await using var scope = Open(job);
        try
        {
            await PrepareAsync(job, scope.Context, cancellation);
            await using var connection = await scope.Analytics.OpenAsync(cancellation);
            await DeadRuns.EndAsync(connection, settings, time, logger, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException { ExitCode: 1 })
        {
            var told = JobFailure.Explain(job, scope.Context, e);
            await RunRecord.NotStartedAsync(scope.Analytics, job.Verb, told.Message, time.GetUtcNow());
            if (ReferenceEquals(told, e)) throw;
            throw told;
        }

        await using var record = await RunRecord.BeginAsync(scope.Analytics, job.Verb, time.GetUtcNow(), settings.Worker.Silence, cancellation);
        return await RecordedAsync(job, record, scope.Context, token => job.RunAsync(scope.Context with { Run = record.Id }, token), cancellation);
    }

    /// <summary>What a job would do, now. Changes nothing, and is not recorded.</summary>
    /// <exception cref="PipelineException">It would fail, for what is missing.</exception>
    public async Task<VuePlan> PlanAsync(IPlannedJob job, CancellationToken cancellation)
    {
        await using var scope = Open(job);
        try
        {
            await VerifyAsync(job, scope.Context, cancellation);
            return await job.PlanAsync(scope.Context, cancellation);
        }
        catch (NpgsqlException e)
        {
            throw JobFailure.Explain(job, scope.Context, e);
        }
    }

    /// <summary>The chain, now: each job, then what it queues.</summary>
    public async Task<IReadOnlyList<JobRun>> RunChainAsync(CancellationToken cancellation)
    {
        await using var turn = await ChainTurn.TakeAsync(settings, logger, cancellation);
        var runs = new List<JobRun>();
        for (var job = JobChain.First(); job is not null; job = JobChain.After(job, runs[^1].Outcome))
        {
            runs.Add(await RunAsync(job, cancellation));
        }

        return runs;
    }

    /// <summary>Refuses what was asked for wrongly; then the databases of one run.</summary>
    internal JobScope Open(IJob job)
    {
        var clock = new BusinessClock(time, settings.FuseauHoraire);
        var vues = VueCatalog.Of(settings);
        job.EnsureUsable(settings, clock);
        var analytics = new AnalyticsDatabase(settings.Analytics);
        var source = job.ReadsSource || settings.Source is not null ? new SourceDatabase(settings.Source) : null;
        return new JobScope(new JobContext(source, analytics, settings, clock, progress, logger) { Vues = vues });
    }

    /// <summary>Looks for what would make the job fail, then brings the pipeline's own tables up to date.</summary>
    internal async Task PrepareAsync(IJob job, JobContext context, CancellationToken cancellation)
    {
        await VerifyAsync(job, context, cancellation);
        await Migrator.MigrateAsync(context.Analytics, settings, logger, cancellation);
    }

    /// <summary>Work between its beginning and its end in the record.</summary>
    internal async Task<JobRun> RecordedAsync(IJob job, RunRecord record, JobContext context, Func<CancellationToken, Task<JobOutcome>> workAsync, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var begun = time.GetUtcNow();
        using var span = Telemetry.Job(job.Verb, record.Id);
        try
        {
            logger.JobStarted(job.Verb);
            var outcome = await workAsync(cancellation);
            var duration = time.GetElapsedTime(started);
            await record.SucceededAsync(outcome.Result, time.GetUtcNow(), duration);
            logger.JobDone(job.Verb, duration.TotalSeconds);
            Telemetry.JobEnded(span, job.Verb, "done", duration, outcome.Result, error: null);
            return new JobRun(job.Verb, begun, duration, outcome);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            await FailedAsync("interrupted", e is JobInterruptedException ? $"interrupted: {e.Message}" : "interrupted");
            throw;
        }
        catch (Exception e)
        {
            var told = JobFailure.Explain(job, context, e);
            await FailedAsync("failed", told.Message);
            if (ReferenceEquals(told, e)) throw;
            throw told;
        }

        async Task FailedAsync(string outcome, string error)
        {
            var duration = time.GetElapsedTime(started);
            await record.FailedAsync(error, time.GetUtcNow(), duration);
            Telemetry.JobEnded(span, job.Verb, outcome, duration, result: null, error);
        }
    }

    private static async Task VerifyAsync(IJob job, JobContext context, CancellationToken cancellation)
    {
        await DatabaseIdentity.EnsureDifferentAsync(context.Source, context.Analytics, job.ReadsSource, cancellation);
        await job.VerifyAsync(context, cancellation);
    }
}
