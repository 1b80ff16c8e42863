using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs;

/// <summary>One verb of the pipeline. Running it again is always safe: that is how one recovers.</summary>
public interface IJob
{
    /// <summary>The verb on the command line, and the job type in the run history.</summary>
    string Verb { get; }

    /// <summary>Whether production must be reachable.</summary>
    bool ReadsSource { get; }

    /// <summary>Whether its success makes an earlier failure of its verb good; not when it does a part of the work, or another.</summary>
    bool MakesGood => true;

    /// <summary>Refuses what was asked for wrongly, before anything is tried or recorded.</summary>
    /// <exception cref="PipelineException">Exit code 2.</exception>
    void EnsureUsable(PipelineSettings settings, BusinessClock clock) { }

    /// <summary>Looks, without changing anything, for what would make the job fail: the analytics database is touched only after it.</summary>
    /// <exception cref="PipelineException">What is missing, and what to do.</exception>
    Task VerifyAsync(JobContext context, CancellationToken cancellation) => Task.CompletedTask;

    Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation);
}

/// <summary>A job that can say, without doing it, what it would do.</summary>
public interface IPlannedJob : IJob
{
    /// <summary>Reads only.</summary>
    Task<VuePlan> PlanAsync(JobContext context, CancellationToken cancellation);
}

/// <summary>What a job has at hand. <paramref name="Source"/> is there when the job reads it.</summary>
public sealed record JobContext(
    SourceDatabase? Source,
    AnalyticsDatabase Analytics,
    PipelineSettings Settings,
    BusinessClock Clock,
    IProgress<JobProgress> Progress,
    ILogger Logger)
{
    /// <summary>Those of the executable and those of the settings' directory.</summary>
    public required IReadOnlyList<VueDefinition> Vues { get; init; }

    /// <summary>The run's row in <c>pipeline.suivi_job</c>; null where nothing is recorded.</summary>
    public long? Run { get; init; }

    /// <summary>How long a job that is told to stop may go on with what it has in hand; null, by hand: to its end, for who waits may tell it twice.</summary>
    public TimeSpan? StopTime { get; init; }

    public SourceDatabase RequiredSource => Source ?? throw new InvalidOperationException("The job did not say that it reads the source.");
}

/// <summary>What a job did: facts for the run history, and whether the vues have something to compute.</summary>
/// <param name="Result">Counts and facts, as stored in <c>pipeline.suivi_job.resultat</c>.</param>
/// <param name="VuesAreDue">Job 2 says whether job 3 should follow (spec, <i>Jobs</i>); others leave it.</param>
public sealed record JobOutcome(JsonObject Result, bool VuesAreDue = false);

/// <summary>How far a job is. <paramref name="Total"/> is 0 while it is not known.</summary>
/// <param name="Rows">What came of it so far, where that is another thing than what is counted: rows of the weeks that are done.</param>
public sealed record JobProgress(string Step, long Done, long Total, string Unit, long? Rows = null);
