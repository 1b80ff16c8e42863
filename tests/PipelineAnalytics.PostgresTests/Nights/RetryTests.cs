using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>What is tried again, when, and what is not; what a failure holds up, and what it does not.</summary>
public sealed class RetryTests(PostgresFixture postgres)
{
    private static readonly DateOnly Monday = new(2025, 11, 24);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2025, 11, 24, 3, 0, 0, TimeSpan.FromHours(1)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cause_that_may_pass_is_waited_for_longer_each_time_and_not_for_ever()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await using var worker = new WorkerInside(pipeline, time, static (_, _) => throw new PipelineException("the network is down") { MayPass = true });
        await worker.PrepareAsync();
        var night = new NightBook(pipeline, Monday);

        foreach (var minutes in new[] { 1, 5, 15 })
        {
            Assert.Single(await worker.TurnAsync());
            time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Empty(await worker.LookAsync());
            time.Advance(TimeSpan.FromSeconds(1));
        }

        // The mirror's last attempt; what it does not hold up is the load's first.
        Assert.Equal(2, (await worker.TurnAsync()).Count);
        Assert.Equal("echouee 4, attend 1", string.Join(", ", (await night.StepsAsync()).Select(s => $"{s.Etat} {s.Tentatives}")));
    }

    [Fact]
    public async Task A_job_that_takes_too_long_is_stopped_and_tried_again()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        pipeline.Settings.Worker.MinutesAuPlus.DumpForAnalytics = 30;
        var begun = new TaskCompletionSource();
        await using var worker = new WorkerInside(pipeline, time, async (_, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        await worker.PrepareAsync();
        var (date, verb) = Assert.Single(await worker.LookAsync());
        var run = worker.RunAsync(date, verb, Cancellation);
        await begun.Task;
        time.Advance(TimeSpan.FromMinutes(30));

        var error = await Assert.ThrowsAsync<PipelineException>(() => run);
        Assert.Contains("stopped after 30 minutes", error.Message, StringComparison.Ordinal);
        Assert.Equal("attend 1", await new NightBook(pipeline, Monday).StepAsync(verb) is { } step ? $"{step.Etat} {step.Tentatives}" : null);
    }

    /// <summary>It stood still while another took its job up, failed as well, and waits.</summary>
    [Fact]
    public async Task The_word_of_a_run_that_was_given_up_does_not_count()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var (begun, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var stale = new WorkerInside(pipeline, time, async (_, _) =>
        {
            begun.SetResult();
            await free.Task;
        });
        await using var other = new WorkerInside(pipeline, time, static (_, _) => throw new PipelineException("the network is down") { MayPass = true });
        await stale.PrepareAsync();
        var night = new NightBook(pipeline, Monday);
        var (date, verb) = Assert.Single(await stale.LookAsync());
        var run = stale.RunAsync(date, verb, Cancellation);
        await begun.Task;
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update pipeline.suivi_job set battement = now() - interval '1 hour'");
        Assert.Single(await other.TurnAsync());
        Assert.Equal(2, (await night.StepAsync(verb))!.Tentatives);

        free.SetResult();
        await Assert.ThrowsAsync<PipelineException>(() => run);

        var step = (await night.StepAsync(verb))!;
        Assert.Equal("attend 2 the network is down", $"{step.Etat} {step.Tentatives} {step.Erreur}");
        Assert.Equal("en_cours", await night.EtatAsync());
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.suivi_job where succes"));
    }

    [Fact]
    public async Task What_production_changed_is_not_tried_again_and_ends_the_chain()
    {
        await using var pipeline = await PipelineAsync(RandomSource.Sample(61, 5));
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo drop column date_evenement");
        await using var worker = new WorkerInside(pipeline, time);
        await worker.PrepareAsync();

        var error = Assert.Single(await worker.TurnAsync());

        var night = new NightBook(pipeline, Monday);
        Assert.Contains("date_evenement", error.Message, StringComparison.Ordinal);
        Assert.Equal("dump-for-analytics reussie 1, charger-les-evenements echouee 1", string.Join(", ", (await night.StepsAsync()).Select(s => $"{s.Verb} {s.Etat} {s.Tentatives}")));
        Assert.Equal("echouee", await night.EtatAsync());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await worker.TurnAsync());
    }

    [Theory]
    [InlineData("alter table jeune drop column structure", "public.jeune.structure")]
    [InlineData("create table analytics_engagement (id int)", "Pipeline__Miroir__Exclure")]
    public async Task Without_a_mirror_events_are_loaded_and_enriched_with_the_one_before_and_the_run_says_so(string change, string told)
    {
        var rows = RandomSource.Sample(62, 20);
        await using var pipeline = await PipelineAsync(rows);
        pipeline.Maintenant = time.GetUtcNow() - TimeSpan.FromDays(1);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, change);
        await using var worker = new WorkerInside(pipeline, time);
        await worker.PrepareAsync();

        var error = Assert.Single(await worker.TurnAsync());

        var night = new NightBook(pipeline, Monday);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Equal("echouee 1, reussie 1, reussie 1, reussie 1", string.Join(", ", (await night.StepsAsync()).Select(s => $"{s.Etat} {s.Tentatives}")));
        Assert.Equal("echouee", await night.EtatAsync());
        Assert.Equal(3L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.suivi_job where date_metier is not null and resultat ->> 'mirrorOf' like '2025-11-23T02:00:0_Z'"));
        await night.AssertNumbersAsync(rows);
    }

    private async Task<TestPipeline> PipelineAsync(RawSource rows)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        return pipeline;
    }
}
