using System.Net;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Nights;
using PipelineAnalytics.PostgresTests.Notifications;
using PipelineAnalytics.PostgresTests.Oracle;
using PipelineAnalytics.PostgresTests.Vues;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Web;

/// <summary>Jobs that are started from the dashboard, through the executable.</summary>
public sealed class ActionsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_chain_a_backfill_and_a_week_are_run_and_recorded_as_by_hand()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(31, 30), Cancellation);
        await using var web = await WebProcess.StartAsync(WebProcess.Settings(pipeline, actions: true), Sample.Moment);
        // The very first chain: analytics has no table of the pipeline's yet.
        Assert.Contains("encore vide", await web.Browser.PageAsync("/executions"), StringComparison.Ordinal);
        await web.Browser.StartAsync(("action", "chaine"));
        await web.Browser.EndsWellAsync("La chaîne");
        Assert.Equal(1, await RunsAsync(pipeline, "dump-for-analytics"));

        await web.Browser.StartAsync(("action", "chaine"));
        await web.Browser.EndsWellAsync("La chaîne");
        Assert.Equal(2, await RunsAsync(pipeline, "dump-for-analytics"));
        Assert.Equal(2, await RunsAsync(pipeline, "enrichir-les-evenements"));

        var week = (await pipeline.ScalarAsync<string>("select max(semaine)::text from pipeline.vue_semaine"))!;
        await web.Browser.StartAsync(("action", "recalculer"), ("du", week), ("au", week));
        await web.Browser.EndsWellAsync("Recalcul des vues");
        Assert.Equal(1, await RunsAsync(pipeline, "initialiser-les-vues"));
        Assert.Equal(week, await pipeline.ScalarAsync<string>("select min(resultat ->> 'from') from pipeline.suivi_job where type_job = 'initialiser-les-vues'"));

        var before = await RunsAsync(pipeline, "charger-les-vues");
        await web.Browser.StartAsync(("action", "semaine"), ("semaine", week));
        await web.Browser.EndsWellAsync("Calcul de la semaine");
        Assert.Equal(before + 1, await RunsAsync(pipeline, "charger-les-vues"));

        var last = await pipeline.ScalarAsync<long>("select max(id) from pipeline.suivi_job");
        Assert.Contains("semaines calculées", await web.Browser.PageAsync($"/executions?id={last}"), StringComparison.Ordinal);
        Assert.Contains($"/executions?id={last}", await web.Browser.PageAsync($"/semaines?semaine={week}&vue=analytics_engagement_national"), StringComparison.Ordinal);
        Assert.Equal(0, await web.TerminateAsync());
    }

    [Fact]
    public async Task A_second_job_is_refused_while_one_is_under_way_and_the_stop_of_the_process_ends_that_one()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        await pipeline.VuesAsync();
        await using var web = await WebProcess.StartAsync(WebProcess.Settings(pipeline, actions: true), Sample.Moment);
        // The job waits as long as this session has the turn to publish.
        await using var holder = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await using (var hold = holder.CreateCommand())
        {
            hold.CommandText = "select pg_advisory_lock(x'70697065'::int, 4)";
            await hold.ExecuteNonQueryAsync(Cancellation);
        }

        await web.Browser.StartAsync(("action", "semaine"), ("semaine", "2025-06-02"));
        Assert.Equal(HttpStatusCode.BadRequest, (await web.Browser.StartJobAsync(token: false, ("action", "chaine"))).Status);
        var (status, text) = await web.Browser.StartJobAsync(token: true, ("action", "chaine"));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("un seul à la fois", text, StringComparison.Ordinal);
        await Soon.UntilAsync("the job is under way", async () => await RunsAsync(pipeline, "charger-les-vues", "date_fin is null") == 1, () => Task.FromResult(web.Messages));
        Assert.Contains("▸ en cours", await web.Browser.LatestAsync(), StringComparison.Ordinal);

        Assert.Equal(0, await web.TerminateAsync());
        Assert.Equal(1, await RunsAsync(pipeline, "charger-les-vues", "not succes and erreur like 'interrupted%'"));
    }

    [Fact]
    public async Task A_failure_is_shown_and_told_as_that_of_a_run_by_hand()
    {
        await using var webhook = new RecordingWebhook();
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        var settings = WebProcess.Settings(pipeline, actions: true);
        settings["Pipeline__Notification__Webhook"] = webhook.Url;
        await using var web = await WebProcess.StartAsync(settings, Sample.Moment);
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo rename to ailleurs");
        await web.Browser.StartAsync(("action", "chaine"));
        await Soon.UntilAsync("the failure is shown", async () => (await web.Browser.LatestAsync()).Contains("✗ échouée", StringComparison.Ordinal) && webhook.Taken.Count > 0, () => Task.FromResult(web.Messages));
        Assert.StartsWith("**Échec : ", Assert.Single(webhook.Taken), StringComparison.Ordinal);
        Assert.Contains("evenement_engagement_hebdo", await web.Browser.PageAsync("/executions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_started_and_nothing_is_offered_where_the_setting_does_not_say_so()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        await using var web = await WebProcess.StartAsync(WebProcess.Settings(pipeline, actions: false), Sample.Moment);
        Assert.DoesNotContain("<form method=\"post\"", await web.Browser.PageAsync("/executions"), StringComparison.Ordinal);
        var (status, text) = await web.Browser.StartJobAsync(token: false, ("action", "chaine"));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Pipeline__Web__Actions", text, StringComparison.Ordinal);
        Assert.Equal(0, await RunsAsync(pipeline, "dump-for-analytics", "true"));
    }

    [Fact]
    public async Task A_process_without_production_says_that_it_cannot_start_the_chain_and_computes_weeks_all_the_same()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        var settings = WebProcess.Settings(pipeline, actions: true);
        settings["ConnectionStrings__Source"] = null;
        await using var web = await WebProcess.StartAsync(settings, Sample.Moment);
        Assert.Contains("ConnectionStrings__Source n'est pas réglé", await web.Browser.PageAsync("/executions"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await web.Browser.StartJobAsync(token: true, ("action", "chaine"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await web.Browser.StartJobAsync(token: true, ("action", "semaine"), ("semaine", "2025-06-03"))).Status);
        await web.Browser.StartAsync(("action", "semaine"), ("semaine", "2025-06-02"));
        await web.Browser.EndsWellAsync("Calcul de la semaine");
    }

    [Fact]
    public async Task The_worker_starts_what_it_is_asked_for_from_its_page_too()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        await using var workers = new Workers(pipeline, Sample.Moment, 1, ("Web__Actions", "true"));
        var worker = workers.Start();
        await Soon.UntilAsync("the worker answers", () => Task.FromResult(worker.Address is not null), () => Task.FromResult(worker.Messages));
        using var browser = new FormBrowser(worker.Address!, () => worker.Messages);
        Assert.Contains("/hangfire", await browser.PageAsync("/executions"), StringComparison.Ordinal);
        await browser.StartAsync(("action", "semaine"), ("semaine", "2025-06-02"));
        await browser.EndsWellAsync("Calcul de la semaine");
        Assert.Equal(1, await RunsAsync(pipeline, "charger-les-vues", "succes and date_metier is null"));
        Assert.Equal(0, await worker.TerminateAsync());
    }

    private static Task<long> RunsAsync(TestPipeline pipeline, string verb, string such = "succes") =>
        pipeline.ScalarAsync<long>($"select count(*) from pipeline.suivi_job where type_job = '{verb}' and {such}");
}
