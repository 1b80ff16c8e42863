using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>A job that is told to stop has not failed, whatever it says.</summary>
public sealed class StopTests(PostgresFixture postgres)
{
    /// <summary>A platform that ends all processes of a container ends pg_dump with its worker.</summary>
    [Fact]
    public async Task What_breaks_when_it_is_told_to_stop_is_no_failure_of_the_job()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 11, 24, 3, 0, 0, TimeSpan.FromHours(1)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var worker = new WorkerInside(pipeline, time, async (_, _) =>
        {
            await stop.CancelAsync();
            throw new PipelineException("pg_dump ended with exit code 143");
        });
        await worker.PrepareAsync();
        var (date, verb) = Assert.Single(await worker.LookAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.RunAsync(date, verb, stop.Token));

        var night = new NightBook(pipeline, date);
        Assert.Equal("attend 0", await night.StepAsync(verb) is { } step ? $"{step.Etat} {step.Tentatives}" : null);
        Assert.Equal("en_cours", await night.EtatAsync());
        Assert.Equal((date, verb), Assert.Single(await worker.LookAsync()));
    }

    [Fact]
    public async Task Weeks_in_hand_that_do_not_end_in_time_are_rolled_back_and_computed_by_the_next_worker()
    {
        var rows = RandomSource.Sample(55, 20);
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, TestContext.Current.CancellationToken);
        var monday = new DateOnly(2025, 11, 24);
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 11, 24, 3, 0, 0, TimeSpan.FromHours(1)));
        await using var worker = new WorkerInside(pipeline, time);
        await worker.PrepareAsync();
        foreach (var verb in NightBook.Chain[..3])
        {
            Assert.Equal((monday, verb), Assert.Single(await worker.LookAsync()));
            await worker.RunAsync(monday, verb, TestContext.Current.CancellationToken);
        }

        Assert.Equal((monday, NightBook.Vues), Assert.Single(await worker.LookAsync()));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using (var obstacles = new Obstacles(pipeline, Expectation.CompleteWeeks(rows, RandomSource.Paris, monday)[^1]))
        {
            await obstacles.PutAsync(NightBook.Vues);
            var run = worker.RunAsync(monday, NightBook.Vues, stop.Token);
            await Soon.UntilAsync("a week that waits", () => obstacles.IsMetAsync(NightBook.Vues), new NightBook(pipeline, monday).TellAsync);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        var night = new NightBook(pipeline, monday);
        Assert.Equal("attend 0", await night.StepAsync(NightBook.Vues) is { } step ? $"{step.Etat} {step.Tentatives}" : null);
        Assert.StartsWith("interrupted", (await night.RunsAsync())[^1].Error, StringComparison.Ordinal);
        Assert.Empty(await worker.TurnAsync());
        Assert.Equal("reussie", await night.EtatAsync());
        await night.AssertNumbersAsync(rows);
    }
}
