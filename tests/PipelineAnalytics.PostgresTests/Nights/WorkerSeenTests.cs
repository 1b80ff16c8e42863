using System.Net;
using System.Text.Json.Nodes;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>What the worker shows of itself: answers by HTTP, its log, its traces.</summary>
public sealed class WorkerSeenTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_watch_it_are_answered_before_and_after_a_night()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(53, 30), Cancellation);
        await using var workers = new Workers(pipeline, "2025-11-26T02:27:00+01:00", 25);
        var worker = workers.Start();
        var night = new NightBook(pipeline, new DateOnly(2025, 11, 26));
        await night.UntilAsync("the worker's address", () => Task.FromResult(worker.Address is not null), workers);
        using var http = new HttpClient { BaseAddress = worker.Address };
        Assert.Equal("alive\n", await http.GetStringAsync("/healthz", Cancellation));
        var early = await http.GetAsync("/readyz", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.NotEmpty(JsonNode.Parse(await early.Content.ReadAsStringAsync(Cancellation))!["reasons"]!.AsArray());

        await night.AssertEndsWellAsync(workers);
        await night.UntilAsync("readiness", async () => (await http.GetAsync("/readyz", Cancellation)).StatusCode == HttpStatusCode.OK, workers);
        var metrics = await http.GetStringAsync("/metrics", Cancellation);
        foreach (var name in (string[])["pipeline_fresh{", "pipeline_data_age_seconds{", "pipeline_weeks_due{", "pipeline_rows_total{", "pipeline_night_lag_seconds_count{", "pipeline_job_duration_seconds_count{"])
        {
            Assert.Contains('\n' + name, metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_queues_pages_are_shown_and_change_nothing()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await using var workers = new Workers(pipeline, "2025-11-26T12:00:00+01:00", 25, ("Worker__RattrapageJusqua", "03:00"));
        var worker = workers.Start();
        await Soon.UntilAsync("the worker's tables", async () => await pipeline.ScalarAsync<bool>("select exists (select from hangfire.server)"), () => Task.FromResult(worker.Messages));
        using var http = new HttpClient { BaseAddress = worker.Address };
        Assert.Contains("PipelineAnalytics", await http.GetStringAsync("/hangfire", Cancellation), StringComparison.Ordinal);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into hangfire.job (statename, invocationdata, arguments, createdat) values ('Failed', '{}', '[]', now())");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", "1")]);
        var refused = await http.PostAsync("/hangfire/jobs/failed/delete", form, Cancellation);
        Assert.False(refused.IsSuccessStatusCode);
        Assert.Equal(1, await pipeline.ScalarAsync<long>("select count(*) from hangfire.job where statename = 'Failed'"));
    }

    [Fact]
    public async Task Its_log_is_json_with_stable_ids_and_its_traces_hold_steps_and_statements()
    {
        await using var collector = new TraceCollector();
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(54, 30), Cancellation);
        await using var workers = new Workers(pipeline, "2025-11-26T02:29:50+01:00", 25, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        var worker = workers.Start();
        await new NightBook(pipeline, new DateOnly(2025, 11, 26)).AssertEndsWellAsync(workers);
        Assert.Equal(0, await worker.TerminateAsync());

        var lines = worker.Messages.Split('\n').Where(l => l.Trim().Length > 0).Select(l => JsonNode.Parse(l)!).ToList();
        var ids = lines.Select(l => (int)l["EventId"]!).ToHashSet();
        Assert.Superset(new HashSet<int> { 300, 161, 110, 111, 301 }, ids);
        foreach (var span in (string[])["dump-for-analytics", "charger-les-evenements", "bring", "prove", "enrich", "charger-les-vues", "publish", "pipeline.miroir_copie"])
        {
            Assert.True(collector.Has("/v1/traces", span), $"{span} is in no trace");
        }

        Assert.True(collector.Has("/v1/metrics", "pipeline.rows"));
    }

    [Theory]
    [InlineData("Pipeline__Worker__Cron", "now and then", "Pipeline__Worker__Cron 'now and then'")]
    [InlineData("Pipeline__Worker__Essais", "99", "Pipeline__Worker__Essais is 99")]
    [InlineData("Pipeline__Worker__SecondesSansSigne", "1", "Pipeline__Worker__SecondesSansSigne is 1")]
    [InlineData("Pipeline__Notification__Webhook", "mattermost", "Pipeline__Notification__Webhook")]
    [InlineData("ConnectionStrings__Source", "", "ConnectionStrings__Source")]
    [InlineData("Pipeline__Worker__MinutesAuPlus__ChargerLesVues", "0", "Pipeline__Worker__MinutesAuPlus__ChargerLesVues is 0")]
    public async Task Settings_that_no_night_could_use_are_refused_before_there_is_a_night(string setting, string value, string told)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings[setting] = value;
        var result = await Executable.Executable.RunAsync(settings, Cancellation, "worker");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(told, result.StandardError, StringComparison.Ordinal);
        Assert.Single(result.StandardError.Trim().Split('\n'));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_said_in_one_line()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await using var collector = new TraceCollector();
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__Worker__Adresse"] = collector.Url;
        var result = await Executable.Executable.RunAsync(settings, Cancellation, "worker");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"The worker cannot answer on {collector.Url} (Pipeline__Worker__Adresse)", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.StandardError, StringComparison.Ordinal);
    }
}
