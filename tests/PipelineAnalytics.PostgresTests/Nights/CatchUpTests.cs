using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesEvenements;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using PipelineAnalytics.PostgresTests.Vues;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>Nights that are begun late, or not at all; what was done by hand; what a later night makes good.</summary>
public sealed class CatchUpTests(PostgresFixture postgres)
{
    private static readonly DateOnly Monday = new(2025, 11, 24);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2025-11-24T02:29:59", null)]
    [InlineData("2025-11-24T09:00:00", "2025-11-24")]
    [InlineData("2025-11-24T19:59:59", "2025-11-24")]
    [InlineData("2025-11-24T20:00:00", null)]
    [InlineData("2025-11-24T20:30:00", null)]
    public async Task A_worker_that_comes_back_begins_the_night_until_the_hour_that_is_set(string now, string? begun)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await using var worker = new WorkerInside(pipeline, new FakeTimeProvider(Paris(now)), static (_, _) => Task.CompletedTask);
        await worker.PrepareAsync();

        await worker.TurnAsync();

        Assert.Equal(begun, await pipeline.ScalarAsync<string>("select string_agg(date_metier::text || case etat when 'reussie' then '' else etat end, ' ') from pipeline.nuit"));
    }

    [Fact]
    public async Task A_chain_by_hand_since_the_night_was_due_is_not_repeated()
    {
        await using var pipeline = await SmallAsync();
        pipeline.Maintenant = Paris("2025-11-24T02:40:00");
        await pipeline.RunChainAsync();
        await using var worker = new WorkerInside(pipeline, new FakeTimeProvider(Paris("2025-11-24T04:00:00")));
        await worker.PrepareAsync();

        Assert.Empty(await worker.TurnAsync());

        var night = new NightBook(pipeline, Monday);
        Assert.Equal("reussie", await night.EtatAsync());
        Assert.Empty(await night.RunsAsync());
        Assert.Equal(4L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.nuit_etape e join pipeline.suivi_job s on s.id = e.suivi where e.etat = 'reussie' and s.type_job = e.type_job and s.succes"));
    }

    [Fact]
    public async Task A_job_by_hand_counts_from_when_the_night_was_due_and_the_jobs_before_it_had_ended()
    {
        await using var pipeline = await SmallAsync();
        pipeline.Maintenant = Paris("2025-11-24T02:00:00");
        await pipeline.RunAsync(new ChargerLesEvenementsJob());
        pipeline.Maintenant = Paris("2025-11-24T03:00:00");
        await pipeline.RunAsync(new DumpForAnalyticsJob());
        await using var worker = new WorkerInside(pipeline, new FakeTimeProvider(Paris("2025-11-24T04:00:00")));
        await worker.PrepareAsync();

        Assert.Empty(await worker.TurnAsync());

        var night = new NightBook(pipeline, Monday);
        Assert.Equal("reussie", await night.EtatAsync());
        Assert.Equal(NightBook.Chain[1..], (await night.RunsAsync()).Select(r => r.Verb));
    }

    [Fact]
    public async Task While_a_chain_by_hand_is_under_way_the_night_waits()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var time = new FakeTimeProvider(Paris("2025-11-24T03:00:00"));
        await using var worker = new WorkerInside(pipeline, time, static (_, _) => Task.CompletedTask);
        await worker.PrepareAsync();
        var night = new NightBook(pipeline, Monday);
        await using (await ChainTurn.TakeAsync(pipeline.Settings, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Cancellation))
        {
            await worker.TurnAsync();
            time.Advance(TimeSpan.FromMinutes(1));
            await worker.TurnAsync();
            Assert.Equal("attend 0", await night.StepAsync(NightBook.Mirror) is { } step ? $"{step.Etat} {step.Tentatives}" : null);
        }

        time.Advance(TimeSpan.FromMinutes(1));
        await worker.TurnAsync();
        await night.AssertWellAsync();
    }

    [Fact]
    public async Task Vues_that_failed_on_monday_are_computed_on_tuesday()
    {
        var rows = RandomSource.Sample(71, 20);
        await using var pipeline = await SmallAsync(rows);
        using var folder = VueFolder.WithOne();
        folder.Write(VueFolder.Vue, "checks/refus.sql", "select 'refused' as why, $1::date, $2::date;");
        pipeline.Settings.Vues.Dossier = folder.Root;
        var time = new FakeTimeProvider(Paris("2025-11-24T03:00:00"));
        await using (var worker = new WorkerInside(pipeline, time))
        {
            await worker.PrepareAsync();
            Assert.Single(await worker.TurnAsync());
        }

        var monday = new NightBook(pipeline, Monday);
        Assert.Equal("echouee", await monday.EtatAsync());
        Assert.Equal("echouee 1", await monday.StepAsync(NightBook.Vues) is { } step ? $"{step.Etat} {step.Tentatives}" : null);

        File.Delete(Path.Combine(folder.Root, VueFolder.Vue, "checks", "refus.sql"));
        time.Advance(TimeSpan.FromDays(1));
        await using (var worker = new WorkerInside(pipeline, time)) Assert.Empty(await worker.TurnAsync());

        var tuesday = new NightBook(pipeline, Monday.AddDays(1));
        await tuesday.AssertWellAsync();
        await tuesday.AssertNumbersAsync(rows);
        Assert.NotEqual(0L, await pipeline.ScalarAsync<long>($"select count(*) from public.{VueFolder.Vue}"));
    }

    private static DateTimeOffset Paris(string local) => DateTimeOffset.Parse(local + "+01:00", CultureInfo.InvariantCulture);

    private async Task<TestPipeline> SmallAsync(RawSource? rows = null)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows ?? RandomSource.Sample(70, 5), Cancellation);
        return pipeline;
    }
}
