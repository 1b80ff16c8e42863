using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.PostgresTests.Harness;
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
}
