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
    /// <exception cref="PipelineException">The job failed, in words for a person. The run is recorded as failed where the server could be reached.</exception>
    public async Task<JobRun> RunAsync(IJob job, CancellationToken cancellation)
    {
        var clock = new BusinessClock(time, settings.FuseauHoraire);
        var vues = VueCatalog.Of(settings);
        job.EnsureUsable(settings, clock);
        await using var analytics = new AnalyticsDatabase(settings.Analytics);
        await using var source = job.ReadsSource || settings.Source is not null ? new SourceDatabase(settings.Source) : null;
        var context = new JobContext(source, analytics, settings, clock, progress, logger) { Vues = vues };
        try
        {
            await DatabaseIdentity.EnsureDifferentAsync(source, analytics, job.ReadsSource, cancellation);
            await job.VerifyAsync(context, cancellation);
            await Migrator.MigrateAsync(analytics, settings, logger, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException { ExitCode: 1 })
        {
            var told = e as PipelineException ?? Explain(job, context, e);
            await RunRecord.NotStartedAsync(analytics, job.Verb, told.Message, time.GetUtcNow());
            if (ReferenceEquals(told, e)) throw;
            throw told;
        }

        return await RecordedAsync(job, context, cancellation);
    }

    /// <summary>What a job would do, now. Changes nothing, and is not recorded.</summary>
    /// <exception cref="PipelineException">It would fail, for what is missing.</exception>
    public async Task<VuePlan> PlanAsync(IPlannedJob job, CancellationToken cancellation)
    {
        var clock = new BusinessClock(time, settings.FuseauHoraire);
        var vues = VueCatalog.Of(settings);
        job.EnsureUsable(settings, clock);
        await using var analytics = new AnalyticsDatabase(settings.Analytics);
        await using var source = settings.Source is not null ? new SourceDatabase(settings.Source) : null;
        var context = new JobContext(source, analytics, settings, clock, progress, logger) { Vues = vues };
        try
        {
            await DatabaseIdentity.EnsureDifferentAsync(source, analytics, job.ReadsSource, cancellation);
            await job.VerifyAsync(context, cancellation);
            return await job.PlanAsync(context, cancellation);
        }
        catch (NpgsqlException e)
        {
            throw Explain(job, context, e);
        }
    }

    /// <summary>The chain, now: each job, then what it queues.</summary>
    public async Task<IReadOnlyList<JobRun>> RunChainAsync(CancellationToken cancellation)
    {
        var runs = new List<JobRun>();
        for (var job = JobChain.First(); job is not null; job = JobChain.After(job, runs[^1].Outcome))
        {
            runs.Add(await RunAsync(job, cancellation));
        }

        return runs;
    }

    private async Task<JobRun> RecordedAsync(IJob job, JobContext context, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var begun = time.GetUtcNow();
        await using var record = await RunRecord.BeginAsync(context.Analytics, job.Verb, begun, cancellation);
        try
        {
            logger.JobStarted(job.Verb);
            var outcome = await job.RunAsync(context with { Run = record.Id }, cancellation);
            var duration = time.GetElapsedTime(started);
            await record.SucceededAsync(outcome.Result, time.GetUtcNow(), duration);
            logger.JobDone(job.Verb, duration.TotalSeconds);
            return new JobRun(job.Verb, begun, duration, outcome);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            await record.FailedAsync(e is JobInterruptedException ? $"interrupted: {e.Message}" : "interrupted", time.GetUtcNow(), time.GetElapsedTime(started));
            throw;
        }
        catch (Exception e)
        {
            var told = e as PipelineException ?? Explain(job, context, e);
            await record.FailedAsync(told.Message, time.GetUtcNow(), time.GetElapsedTime(started));
            if (ReferenceEquals(told, e)) throw;
            throw told;
        }
    }

    /// <summary>Errors of a server or of the network are told in its words, with the job and the place; a defect of ours keeps its type for the bug report.</summary>
    private static PipelineException Explain(IJob job, JobContext context, Exception e)
    {
        var where = ErrorPlace.Of(e, context.Source, context.Analytics);
        return e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } p => new($"{job.Verb}: the disk is full{where} ({p.MessageText}); nothing was changed: free some space and run {job.Verb} again.", e),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p => new($"{job.Verb}: {p.MessageText}{where}; grant that user the right and run {job.Verb} again.", e),
            PostgresException p => new($"{job.Verb}: a statement was refused{where}: {ServerWords.Of(p)}{Object(p)}.", e),
            NpgsqlException or IOException or TimeoutException => new($"{job.Verb}: the connection was lost{where} ({Innermost(e).Message.TrimEnd('.')}); nothing half-done was kept: run {job.Verb} again.", e),
            _ => new($"{job.Verb}: unexpected {e.GetType().Name}: {e.Message}", e),
        };
    }

    private static string Object(PostgresException e) =>
        e.TableName is { } table ? $" (table {e.SchemaName}.{table})" : "";

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
