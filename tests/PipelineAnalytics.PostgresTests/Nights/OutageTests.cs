using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>One of the two servers is gone for a while.</summary>
public sealed class OutageTests(PostgresFixture postgres, OwnServerFixture own) : IClassFixture<OwnServerFixture>
{
    private static readonly DateOnly Monday = new(2025, 11, 24);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Analytics_that_crashes_under_a_job_is_waited_for_and_the_job_is_taken_up()
    {
        var rows = RandomSource.Sample(56, 40);
        await using var there = await postgres.NewPipelineAsync();
        await using var here = await own.NewPipelineAsync();
        await using var pipeline = new TestPipeline(there.SourceText, here.AnalyticsText);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await using var obstacles = new Obstacles(pipeline);
        await obstacles.PutAsync(NightBook.Mirror);
        await using var workers = new Workers(pipeline, "2025-11-24T02:31:00+01:00", speed: 25);
        var night = new NightBook(pipeline, Monday);
        var worker = workers.Start();
        var outages = 0;

        foreach (var verb in new[] { NightBook.Mirror, NightBook.Enrichment })
        {
            await night.UntilAsync($"{verb} under way", async () => await night.StepAsync(verb) is { Etat: "court" } && await obstacles.IsMetAsync(verb), workers);
            if (verb == NightBook.Mirror) await obstacles.PutAsync(NightBook.Load);
            await own.Server.KillAsync(Cancellation);
            await night.UntilAsync("the worker's word on it", () => Task.FromResult(CannotLook(worker) > outages), workers);
            outages = CannotLook(worker);
            await own.Server.RestartAsync(Cancellation);
            NpgsqlConnection.ClearAllPools();
            // Of the crash's obstacles those in production are left.
            await obstacles.RemoveAsync(verb);
            if (verb == NightBook.Mirror)
            {
                await obstacles.RemoveAsync(NightBook.Load);
                await obstacles.PutAsync(NightBook.Load);
                await night.UntilAsync("the load under way", async () => await night.StepAsync(NightBook.Load) is { Etat: "court" } && await obstacles.IsMetAsync(NightBook.Load), workers);
                await obstacles.PutAsync(NightBook.Enrichment);
                await obstacles.RemoveAsync(NightBook.Load);
            }
        }

        await night.AssertEndsWellAsync(workers);
        await night.AssertNumbersAsync(rows);
        Assert.False(worker.HasExited);
        Assert.True(await worker.TerminateAsync() == 0, worker.Messages);
    }

    /// <summary>The loop that looks for work goes on, whatever it met.</summary>
    [Fact]
    public async Task A_queue_that_takes_nothing_for_a_while_is_tried_again()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(59, 5), Cancellation);
        await using var workers = new Workers(pipeline, "2025-11-24T02:20:00+01:00", speed: 60);
        var night = new NightBook(pipeline, Monday);
        var worker = workers.Start();
        await night.UntilAsync("the queue's tables", () => pipeline.ScalarAsync<bool>("select true from hangfire.server"), workers);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "alter table hangfire.job rename to job_away");
        await night.UntilAsync("the worker's word on it", () => Task.FromResult(CannotLook(worker) > 0), workers);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "alter table hangfire.job_away rename to job");

        await night.AssertEndsWellAsync(workers);
        Assert.True(await worker.TerminateAsync() == 0, worker.Messages);
    }

    [Fact]
    public async Task A_source_that_is_gone_for_ten_minutes_is_tried_again_until_it_is_back()
    {
        var rows = RandomSource.Sample(57, 40);
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await using var obstacles = new Obstacles(pipeline);
        await obstacles.PutAsync(NightBook.Mirror);
        await using var workers = new Workers(pipeline, "2025-11-24T02:29:30+01:00", speed: 60);
        var night = new NightBook(pipeline, Monday);
        workers.Start();
        await night.UntilAsync("the mirror under way", () => obstacles.IsMetAsync(NightBook.Mirror), workers);

        var gone = workers.Now;
        var source = new NpgsqlConnectionStringBuilder(pipeline.SourceText).Database;
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"alter database {source} allow_connections false");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{source}'");
        await night.UntilAsync("ten minutes", () => Task.FromResult(workers.Now > gone.AddMinutes(10)), workers);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"alter database {source} allow_connections true");

        await night.AssertEndsWellAsync(workers);
        await night.AssertNumbersAsync(rows);
        var runs = (await night.RunsAsync()).Count(r => r.Verb == NightBook.Mirror);
        Assert.Equal(runs, (await night.StepAsync(NightBook.Mirror))!.Tentatives);
        Assert.InRange(runs, 3, 4);
        // From the end of one attempt to the begin of the next, in minutes.
        Assert.True(await pipeline.ScalarAsync<bool>("""
            select bool_and(attente >= case essai when 2 then 1 when 3 then 5 else 15 end)
            from (
              select row_number() over (order by id) as essai, extract(epoch from date_debut - lag(date_fin) over (order by id)) / 60 as attente
              from pipeline.suivi_job
              where type_job = 'dump-for-analytics'
            ) e
            where essai > 1
            """), await night.TellAsync());
    }

    private static int CannotLook(WorkerProcess worker) => worker.Messages.Split('\n').Count(line => line.Contains("cannot look for what is to be done", StringComparison.Ordinal));
}
