using Microsoft.Extensions.Logging.Abstractions;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Nights;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>A worker in this process, on a clock of the test's, which goes on only when it is told to.</summary>
internal sealed class WorkerInside : IAsyncDisposable
{
    private readonly NightWatch watch;
    private readonly NightRunner runner;

    /// <param name="work">What a job does instead of its work; null: its work.</param>
    public WorkerInside(TestPipeline pipeline, TimeProvider time, Func<JobContext, CancellationToken, Task>? work = null)
    {
        watch = new NightWatch(pipeline.Settings, time, NullLogger.Instance);
        runner = new NightRunner(pipeline.Settings, time, NullLogger.Instance, new NoProgress()) { StandIn = work is null ? null : (_, context, cancellation) => StandInAsync(work, context, cancellation) };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task PrepareAsync() => watch.PrepareAsync(static () => { }, Cancellation);

    public Task<IReadOnlyList<(DateOnly Date, string Verb)>> LookAsync() => watch.LookAsync(Cancellation);

    public Task<StepEnd> RunAsync(DateOnly date, string verb, CancellationToken stop) => runner.RunAsync(date, verb, stop);

    /// <summary>Looks and runs until there is nothing to do at this moment.</summary>
    /// <returns>What failed.</returns>
    public async Task<IReadOnlyList<PipelineException>> TurnAsync()
    {
        var failures = new List<PipelineException>();
        while (await LookAsync() is { Count: > 0 } steps)
        {
            foreach (var (date, verb) in steps)
            {
                try
                {
                    await RunAsync(date, verb, Cancellation);
                }
                catch (PipelineException e)
                {
                    failures.Add(e);
                }
            }
        }

        return failures;
    }

    public ValueTask DisposeAsync() => watch.DisposeAsync();

    /// <summary>Says what the job would say of the vues.</summary>
    private static async Task<JobOutcome> StandInAsync(Func<JobContext, CancellationToken, Task> work, JobContext context, CancellationToken cancellation)
    {
        await work(context, cancellation);
        return new JobOutcome([], VuesAreDue: context.Clock.IsMonday);
    }

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
