using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Notifications;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Executable;

/// <summary>Runs by hand whose end others are told of, and the probe that finds out when nobody ran anything.</summary>
public sealed class ToldTests(PostgresFixture postgres)
{
    private const string Load = "charger-les-evenements";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_by_hand_is_told_once_and_so_is_the_success_after_it()
    {
        await using var webhook = new RecordingWebhook();
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        await pipeline.MirrorAsync();
        var settings = Settings(pipeline, webhook.Url);
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo rename to ailleurs");
        for (var i = 0; i < 2; i++)
        {
            var failed = await Executable.RunAsync(settings, Cancellation, Load, "--json");
            Assert.Equal(1, failed.ExitCode);
            Assert.False((bool)JsonNode.Parse(failed.StandardOutput)!["success"]!);
            Assert.DoesNotContain(RecordingWebhook.Secret, failed.StandardError, StringComparison.Ordinal);
        }

        var told = Assert.Single(webhook.Taken).Split('\n');
        Assert.Equal("**Échec : charger-les-evenements**", told[0]);
        Assert.StartsWith("charger-les-evenements  échec", told[3], StringComparison.Ordinal);
        Assert.Contains("evenement_engagement_hebdo", told[6], StringComparison.Ordinal);
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table ailleurs rename to evenement_engagement_hebdo");
        for (var i = 0; i < 2; i++) Assert.Equal(0, (await Executable.RunAsync(settings, Cancellation, Load)).ExitCode);
        Assert.Equal(2, webhook.Taken.Count);
        Assert.StartsWith("**Rétabli : charger-les-evenements**", webhook.Taken[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_the_work_that_succeeds_makes_no_failure_good()
    {
        await using var webhook = new RecordingWebhook();
        await using var pipeline = await Vues.Sample.EnrichedAsync(postgres, weeks: 2);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into pipeline.alerte values ('charger-les-vues', now(), null, 'before')");
        Assert.Equal(0, (await Executable.RunAsync(Settings(pipeline, webhook.Url), Cancellation, "charger-les-vues", "--semaine", "2025-06-02")).ExitCode);
        Assert.Empty(webhook.Taken);
        Assert.Equal(0, (await Executable.RunAsync(Settings(pipeline, webhook.Url), Cancellation, "charger-les-vues")).ExitCode);
        Assert.Single(webhook.Taken);
    }

    [Fact]
    public async Task A_webhook_that_hangs_changes_neither_the_result_nor_the_exit_code_and_is_not_waited_for()
    {
        await using var webhook = new RecordingWebhook { Answers = static _ => Answer.Hang };
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into pipeline.alerte values ('charger-les-evenements', now(), null, 'before')");

        var begun = TimeProvider.System.GetTimestamp();
        var result = await Executable.RunAsync(Settings(pipeline, webhook.Url), Cancellation, Load, "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.True((bool)JsonNode.Parse(result.StandardOutput)!["success"]!);
        Assert.Contains("people could not be told within 5 s", result.StandardError, StringComparison.Ordinal);
        // The webhook never answers: whatever ended it, it was not that.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 60);
        Assert.Equal(1, await pipeline.ScalarAsync<long>("select count(*) from pipeline.message where prochain is not null and essais = 0"));
    }

    [Fact]
    public async Task A_failure_without_analytics_is_told_directly_and_wrong_usage_is_not_told()
    {
        await using var webhook = new RecordingWebhook();
        await using var pipeline = await postgres.NewPipelineAsync();
        var settings = Settings(pipeline, webhook.Url);
        Assert.Equal(2, (await Executable.RunAsync(settings, Cancellation, "charger-les-vues", "--semaine", "2099-01-05")).ExitCode);
        Assert.Empty(webhook.Taken);

        settings["ConnectionStrings__Analytics"] = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { Port = 1 }.ConnectionString;
        Assert.Equal(1, (await Executable.RunAsync(settings, Cancellation, "charger-les-vues")).ExitCode);
        Assert.Contains("Cannot connect to", Assert.Single(webhook.Taken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_is_no_address_is_refused_before_anything_is_done()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var result = await Executable.RunAsync(Settings(pipeline, $"chat.example/{RecordingWebhook.Secret}"), Cancellation, "charger-les-vues");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: Pipeline__Notification__Webhook is no address", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain(RecordingWebhook.Secret, result.StandardError, StringComparison.Ordinal);
        Assert.Equal(0, await pipeline.ScalarAsync<long>("select count(*) from pg_namespace where nspname = 'pipeline'"));
    }

    [Fact]
    public async Task The_probe_answers_with_its_exit_code()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(13, 30), Cancellation);
        pipeline.Maintenant = new DateTimeOffset(2025, 11, 26, 2, 30, 0, TimeSpan.FromHours(1));
        await pipeline.RunChainAsync();
        var settings = Executable.Settings(null, pipeline.AnalyticsText);

        var fresh = await Executable.RunAsync(settings, Cancellation, "status", "--verifier-fraicheur", "--maintenant", "2025-11-26T06:00");
        Assert.Equal((0, $"fresh: night of 2025-11-26, data of 02:30{Environment.NewLine}", ""), (fresh.ExitCode, fresh.StandardOutput, fresh.StandardError));
        var late = await Executable.RunAsync(settings, Cancellation, "status", "--verifier-fraicheur", "--maintenant", "2025-11-27T06:00");
        Assert.Equal((1, ""), (late.ExitCode, late.StandardOutput));
        Assert.StartsWith("error: not fresh: night of 2025-11-27: dump-for-analytics last succeeded at 2025-11-26 02:30; charger-les-evenements", late.StandardError, StringComparison.Ordinal);
        Assert.Single(late.StandardError.TrimEnd().Split('\n'));

        var json = JsonNode.Parse((await Executable.RunAsync(settings, Cancellation, "status", "--verifier-fraicheur", "--json", "--maintenant", "2025-11-27T06:00")).StandardOutput)!;
        Assert.Equal((false, false, "2025-11-27", 3), ((bool)json["success"]!, (bool)json["fresh"]!, (string)json["night"]!, json["reasons"]!.AsArray().Count));
        Assert.InRange((double)json["ageSeconds"]!, 99_000 - 60, 99_000);
        Assert.StartsWith("2025-11-26T01:30:", (string)json["dataAsOf"]!, StringComparison.Ordinal);

        var status = await Executable.RunAsync(settings, Cancellation, "status", "--maintenant", "2025-11-26T06:00");
        Assert.StartsWith("fresh: night of 2025-11-26, data of 02:30", status.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_says_so_when_analytics_cannot_be_reached_or_holds_nothing()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var nowhere = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { Port = 1 }.ConnectionString;
        foreach (var (analytics, why) in new[] { (nowhere, "Cannot connect to 127.0.0.1:1/"), (pipeline.AnalyticsText, "the pipeline has never run there") })
        {
            var result = await Executable.RunAsync(Executable.Settings(null, analytics), Cancellation, "status", "--verifier-fraicheur");
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(why, result.StandardError, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string?> Settings(TestPipeline pipeline, string webhook)
    {
        var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__Notification__Webhook"] = webhook;
        return settings;
    }
}
