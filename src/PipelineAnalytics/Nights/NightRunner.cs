using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Suivi.Notifications;

namespace PipelineAnalytics.Nights;

/// <summary>Runs one step of a night, if it is there to be run, and says what follows. Asked twice, or by two workers, it runs once.</summary>
/// <param name="notifier">Tells people; null where nobody is to be told.</param>
public sealed class NightRunner(PipelineSettings settings, TimeProvider time, ILogger logger, IProgress<JobProgress> progress, Notifier? notifier = null)
{
    /// <summary>While a chain that was started by hand is under way.</summary>
    private static readonly TimeSpan HandPause = TimeSpan.FromSeconds(30);

    /// <summary>For what a job has in hand when it is told to stop: of the worker's time to stop, less than half.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan[] Delays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30)];

    private readonly JobRunner runner = new(settings, time, logger, progress);

    /// <summary>Does the work in the place of the chain's jobs. No setting: for tests, which have no time for years of it.</summary>
    internal Func<IJob, JobContext, CancellationToken, Task<JobOutcome>>? StandIn { get; init; }

    /// <exception cref="PipelineException">The job failed; the ledger has what follows.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop; the step waits for the next worker.</exception>
    public async Task<StepEnd> RunAsync(DateOnly date, string verb, CancellationToken stop)
    {
        var job = JobChain.Of(verb);
        await using var scope = runner.Open(job);
        await using var claim = await NightClaim.TakeAsync(scope.Analytics, date, verb, settings.Worker.Silence, time.GetUtcNow(), stop);
        switch (claim.State)
        {
            case NightClaim.Taken.ByHand:
                await WithLedgerAsync(ledger => ledger.WaitAsync(date, verb, null, null, time.GetUtcNow() + HandPause, counted: true, stop), stop);
                return new StepEnd(Run: null);
            case NightClaim.Taken.Done:
                logger.DoneByHand(verb, $"{date:O}", claim.Run!.Value);
                return await FollowAsync(claim.Step!, claim.Run.Value, JobChain.After(job, new JobOutcome([], VuesAreDue: true)), CancellationToken.None);
            case NightClaim.Taken.Nothing:
                return new StepEnd(Run: null);
            default:
                return await RunAsync(job, scope.Context, claim, stop);
        }
    }

    /// <summary>Goes on after a run whose process did not live to say how.</summary>
    internal async Task<StepEnd> AdoptAsync(NightLedger.Orphan orphan, CancellationToken cancellation)
    {
        var job = JobChain.Of(orphan.Step.Verb);
        if (orphan.Success) return await FollowAsync(orphan.Step, orphan.Run, JobChain.After(job, new JobOutcome([], VuesAreDue: true)), cancellation);
        return await FailedAsync(job, orphan.Step, orphan.Run, orphan.Error, mayPass: true, delay: false, cancellation);
    }

    private async Task<StepEnd> RunAsync(IJob job, JobContext context, NightClaim claim, CancellationToken stop)
    {
        var (step, record) = (claim.Step!, claim.Record!);
        using var timeout = new CancellationTokenSource(settings.Worker.MinutesAuPlus.Of(job.Verb), time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        JobRun run;
        try
        {
            run = await runner.RecordedAsync(job, record, context, token => WorkAsync(job, step, record, context, limit, token), stop);
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            // Whatever broke when it was told to stop, pg_dump for one, which some platforms tell as well: it is the stop that counts.
            await WithLedgerAsync(ledger => ledger.WaitAsync(step.Date, step.Verb, record.Id, null, time.GetUtcNow(), counted: false, CancellationToken.None), CancellationToken.None);
            throw new OperationCanceledException(e.Message, e, stop);
        }
        catch (PipelineException e)
        {
            await FailedAsync(job, step, record.Id, e.Message, JobFailure.MayPass(e), delay: true, CancellationToken.None);
            throw;
        }

        return await FollowAsync(step, record.Id, JobChain.After(job, run.Outcome), CancellationToken.None);
    }

    private async Task<JobOutcome> WorkAsync(IJob job, NightStep step, RunRecord record, JobContext context, CancellationTokenSource limit, CancellationToken stop)
    {
        try
        {
            var outcome = await (StandIn ?? DoAsync)(job, context with { Run = record.Id, StopTime = StopTime }, limit.Token);
            foreach (var (name, value) in await FactsAsync(step, limit.Token)) outcome.Result[name] = value?.DeepClone();
            return outcome;
        }
        catch (Exception e) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new PipelineException($"{job.Verb} was stopped after {settings.Worker.MinutesAuPlus.Of(job.Verb).TotalMinutes} minutes (Pipeline__Worker__MinutesAuPlus): nothing half-done was kept; raise that, or find out what it waited for.", e) { MayPass = true };
        }
    }

    private async Task<JobOutcome> DoAsync(IJob job, JobContext context, CancellationToken cancellation)
    {
        await runner.PrepareAsync(job, context, cancellation);
        return await job.RunAsync(context, cancellation);
    }

    /// <summary>What a night's run has to say that one by hand has not.</summary>
    private async Task<JsonObject> FactsAsync(NightStep step, CancellationToken cancellation)
    {
        var facts = new JsonObject();
        await WithLedgerAsync(async ledger =>
        {
            if (step.Verb != JobChain.First().Verb && await ledger.IsMirrorMissingAsync(step.Date, cancellation)) facts["mirrorOf"] = await ledger.LastMirrorAsync(cancellation);
        }, cancellation);
        return facts;
    }

    private async Task<StepEnd> FollowAsync(NightStep step, long run, IJob? next, CancellationToken cancellation)
    {
        StepEnd end = null!;
        await WithLedgerAsync(async ledger => end = await ledger.SucceededAsync(step, run, next?.Verb, time.GetUtcNow(), cancellation), cancellation);
        if (notifier is not null) await notifier.SucceededAsync(step.Verb, step.Date, cancellation);
        await TellEndAsync(step.Date, end, cancellation);
        return end;
    }

    private async Task<StepEnd> FailedAsync(IJob job, NightStep step, long run, string error, bool mayPass, bool delay, CancellationToken cancellation)
    {
        StepEnd end = null!;
        logger.StepFailed(step.Verb, $"{step.Date:O}", error);
        await WithLedgerAsync(async ledger =>
        {
            if (mayPass && step.Attempt <= settings.Worker.Retries)
            {
                var again = time.GetUtcNow() + (delay ? Delays[Math.Min(step.Attempt, Delays.Length) - 1] : TimeSpan.Zero);
                await ledger.WaitAsync(step.Date, step.Verb, run, error, again, counted: true, cancellation);
                logger.TriedAgain(step.Verb, $"{step.Date:O}", $"{again.UtcDateTime:O}");
                end = new StepEnd(run, RetryAt: again);
            }
            else
            {
                end = await ledger.FailedAsync(step, run, error, JobChain.AfterFailure(job)?.Verb, time.GetUtcNow(), cancellation);
            }
        }, cancellation);
        if (notifier is not null) await notifier.FailedAsync(step.Verb, error, step.Date, end.RetryAt, cancellation);
        await TellEndAsync(step.Date, end, cancellation);
        return end;
    }

    private async Task TellEndAsync(DateOnly date, StepEnd end, CancellationToken cancellation)
    {
        if (notifier is null || end.NightEnd is null) return;
        await using var analytics = new AnalyticsDatabase(settings.Analytics);
        if (await NightSummary.ReadAsync(analytics, date, cancellation) is { } night) await notifier.NightEndedAsync(night, cancellation);
    }

    /// <summary>Over a connection of its own: the run's may be what broke.</summary>
    private async Task WithLedgerAsync(Func<NightLedger, Task> use, CancellationToken cancellation)
    {
        await using var analytics = new AnalyticsDatabase(settings.Analytics);
        await using var connection = await analytics.OpenAsync(cancellation);
        await use(new NightLedger(connection));
    }
}
