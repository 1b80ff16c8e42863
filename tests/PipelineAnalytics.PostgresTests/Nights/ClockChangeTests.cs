using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>The real worker through the nights on which clocks change: 02:30 does not exist on the one, and comes twice on the other.</summary>
public sealed class ClockChangeTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2025-03-29T20:30:00+01:00", "2025-03-30T01:00:00Z")]
    [InlineData("2025-10-25T20:30:00+02:00", "2025-10-26T00:30:00Z")]
    public async Task The_night_of_the_change_runs_once_as_does_the_one_after(string from, string due)
    {
        var sunday = DateOnly.ParseExact(due[..10], "yyyy-MM-dd");
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(58, 3), Cancellation);
        await using var workers = new Workers(pipeline, from, speed: 8000);
        var (night, after) = (new NightBook(pipeline, sunday), new NightBook(pipeline, sunday.AddDays(1)));
        var worker = workers.Start();

        await after.UntilAsync("the night after", async () => await after.EtatAsync() is not null and not "en_cours", workers);
        Assert.True(await worker.TerminateAsync() == 0, worker.Messages);

        Assert.Equal($"{sunday:O} {sunday.AddDays(1):O}", await pipeline.ScalarAsync<string>("select string_agg(date_metier::text, ' ' order by date_metier) from pipeline.nuit where etat = 'reussie'"));
        Assert.Equal(due, await pipeline.ScalarAsync<string>($"""select to_char(prevue at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from pipeline.nuit where date_metier = '{sunday:O}'"""));
        Assert.All((await night.RunsAsync()).Concat(await after.RunsAsync()), run => Assert.True(run.Success, workers.Messages));
        Assert.All((await night.RunsAsync()).GroupBy(r => r.Verb), runs => Assert.Single(runs));
        Assert.All((await after.RunsAsync()).GroupBy(r => r.Verb), runs => Assert.Single(runs));
    }
}
