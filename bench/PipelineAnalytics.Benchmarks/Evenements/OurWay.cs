using Microsoft.Extensions.Logging.Abstractions;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesEvenements;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>The pipeline's own jobs, in this process, with their safeguards (schema check, record of the run).</summary>
internal sealed class OurWay(BenchServer server)
{
    public const string Database = "analytics";

    private readonly PipelineSettings settings = new()
    {
        Source = server.ConnectionString(MadeUpProduction.Database),
        Analytics = server.ConnectionString(Database),
    };

    /// <summary>A night's jobs 1 and 2.</summary>
    /// <param name="now">The night's moment.</param>
    public async Task<Measure> RunAsync(DateTimeOffset now, CancellationToken cancellation) => new(
    [
        await TimeAsync(new ChargerLesEvenementsJob(), now, cancellation),
        await TimeAsync(new EnrichirLesEvenementsJob(), now, cancellation),
    ]);

    /// <summary>Any job.</summary>
    public Task<JobRun> RunAsync(IJob job, DateTimeOffset now, CancellationToken cancellation) =>
        new JobRunner(settings, new ReplayTime(now, TimeProvider.System), NullLogger.Instance, new NoProgress()).RunAsync(job, cancellation);

    private Task<Step> TimeAsync(IJob job, DateTimeOffset now, CancellationToken cancellation) =>
        Stopwatches.TimeAsync(job.Verb, () => RunAsync(job, now, cancellation));

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
