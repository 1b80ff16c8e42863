using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>The real worker, disturbed in the middle of each of the four jobs of one night.</summary>
public sealed class DisturbedNightTests(PostgresFixture postgres)
{
    /// <summary>A Monday, after all the weeks of the random data.</summary>
    private static readonly DateOnly Monday = new(2025, 11, 24);

    private const string From = "2025-11-24T02:31:00+01:00";

    private const int Speed = 25;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_each_job_another_worker_takes_it_up_and_the_chain_ends_right()
    {
        var rows = RandomSource.Sample(51, 40);
        await using var pipeline = await PipelineAsync(rows);
        await using var obstacles = new Obstacles(pipeline, LastWeek(rows));
        await using var workers = new Workers(pipeline, From, Speed);
        var night = new NightBook(pipeline, Monday);
        workers.Start();
        workers.Start();

        await EachJobAsync(night, obstacles, workers, async (verb, worker) =>
        {
            await worker.KillAsync();
            workers.Start();
            await night.UntilAsync($"another attempt at {verb}", async () => await night.StepAsync(verb) is { Etat: "court", Tentatives: 2 }, workers);
        });

        await night.AssertEndsWellAsync(workers);
        await night.AssertNumbersAsync(rows);
        Assert.All(await night.RunsAsync(), run => Assert.True(run.Success is true || run.Error!.StartsWith("its process was killed", StringComparison.Ordinal), run.Error));
    }

    /// <summary>A machine that was suspended, or a process that hung, comes back to life when another has its work.</summary>
    [Fact]
    public async Task What_stood_still_in_a_job_and_comes_back_commits_nothing()
    {
        var rows = RandomSource.Sample(52, 40);
        await using var pipeline = await PipelineAsync(rows);
        await using var obstacles = new Obstacles(pipeline, LastWeek(rows));
        await using var workers = new Workers(pipeline, From, Speed, ("Worker__SecondesSansSigne", "5"));
        var night = new NightBook(pipeline, Monday);
        workers.Start();
        workers.Start();

        var stale = new List<(string Verb, WorkerProcess Worker)>();
        await EachJobAsync(night, obstacles, workers, async (verb, worker) =>
        {
            await worker.StandStillAsync();
            await night.UntilAsync($"another attempt at {verb}", async () => await night.StepAsync(verb) is { Etat: "court", Tentatives: > 1 } step && workers.Of(step.Sessions!) != worker, workers);
            await worker.GoOnAsync();
            stale.Add((verb, worker));
        });

        await night.AssertEndsWellAsync(workers);
        foreach (var (verb, worker) in stale) await night.UntilAsync($"{worker.Name}'s word on {verb}", () => Task.FromResult(worker.Messages.Contains($"{verb} of the night of 2025-11-24 failed", StringComparison.Ordinal)), workers);
        await night.AssertWellAsync(workers.Messages);
        await night.AssertNumbersAsync(rows);
        Assert.Equal(4, (await night.RunsAsync()).Count(run => run.Error?.StartsWith("its process was killed", StringComparison.Ordinal) is true));
    }

    /// <summary>It tidies up when it fails, and what it would find there is another's by then.</summary>
    [Fact]
    public async Task A_mirror_that_stood_still_does_not_tidy_away_the_one_that_another_builds()
    {
        var rows = RandomSource.Sample(54, 5);
        await using var pipeline = await PipelineAsync(rows);
        pipeline.Maintenant = new DateTimeOffset(2025, 11, 23, 3, 0, 0, TimeSpan.Zero);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "update conseiller set nom = 'autre'");
        await using var obstacles = new Obstacles(pipeline);
        // Who reads a table holds up its exchange, with the new copy ready beside it.
        await obstacles.PutAsync(Obstacles.Reader);
        await using var workers = new Workers(pipeline, From, Speed, ("Worker__SecondesSansSigne", "5"));
        var night = new NightBook(pipeline, Monday);
        workers.Start();
        workers.Start();
        await night.UntilAsync("an exchange that waits", () => obstacles.IsMetAsync(Obstacles.Reader), workers);
        var stale = workers.Of((await night.StepAsync(NightBook.Mirror))!.Sessions!);
        await stale.StandStillAsync();
        await night.UntilAsync("another exchange that waits", async () => await night.StepAsync(NightBook.Mirror) is { Etat: "court", Tentatives: 2 } && await obstacles.IsMetAsync(Obstacles.Reader), workers);

        await stale.GoOnAsync();
        await night.UntilAsync("the stale one's word", () => Task.FromResult(stale.Messages.Contains("dump-for-analytics of the night of 2025-11-24 failed", StringComparison.Ordinal)), workers);
        await obstacles.RemoveAsync(Obstacles.Reader);

        await night.AssertEndsWellAsync(workers);
        Assert.Equal(2, (await night.StepAsync(NightBook.Mirror))!.Tentatives);
        await night.AssertNumbersAsync(rows);
    }

    [Fact]
    public async Task Told_to_stop_in_each_job_it_stops_cleanly_and_the_next_worker_goes_on()
    {
        var rows = RandomSource.Sample(53, 40);
        await using var pipeline = await PipelineAsync(rows);
        await using var obstacles = new Obstacles(pipeline);
        await using var workers = new Workers(pipeline, From, Speed);
        var night = new NightBook(pipeline, Monday);
        workers.Start();

        await EachJobAsync(night, obstacles, workers, async (verb, worker) =>
        {
            Assert.True(await worker.TerminateAsync() == 0, worker.Messages);
            Assert.Equal("attend 0", await night.StepAsync(verb) is { } step ? $"{step.Etat} {step.Tentatives}" : null);
            workers.Start();
        });

        await night.AssertEndsWellAsync(workers);
        await night.AssertNumbersAsync(rows);
        Assert.All(await night.RunsAsync(), run => Assert.True(run.Success is true || run.Error!.StartsWith("interrupted", StringComparison.Ordinal), run.Error));
        Assert.All(await night.StepsAsync(), step => Assert.Equal(1, step.Tentatives));
    }

    /// <summary>Holds each job in its middle, lets its worker be disturbed there, and takes the obstacle away.</summary>
    private static async Task EachJobAsync(NightBook night, Obstacles obstacles, Workers workers, Func<string, WorkerProcess, Task> disturbAsync)
    {
        await obstacles.PutAsync(NightBook.Mirror);
        foreach (var verb in NightBook.Chain)
        {
            await night.UntilAsync($"{verb} under way", async () => await night.StepAsync(verb) is { Etat: "court" } && await obstacles.IsMetAsync(verb), workers);
            // Not before: the mirror would wait for what is in the later ones' way.
            if (verb == NightBook.Mirror) await obstacles.PutAsync(NightBook.Load);
            if (verb == NightBook.Load) await obstacles.PutAsync(NightBook.Enrichment);
            if (verb == NightBook.Load) await obstacles.PutAsync(NightBook.Vues);

            await disturbAsync(verb, workers.Of((await night.StepAsync(verb))!.Sessions!));
            await obstacles.RemoveAsync(verb);
        }
    }

    private static DateOnly LastWeek(RawSource rows) => Expectation.CompleteWeeks(rows, RandomSource.Paris, Monday)[^1];

    private async Task<TestPipeline> PipelineAsync(RawSource rows)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        return pipeline;
    }
}
