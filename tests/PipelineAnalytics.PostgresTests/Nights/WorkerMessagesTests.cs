using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Notifications;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>What people are told of nights, by the real worker to a real webhook, well-behaved or not.</summary>
public sealed class WorkerMessagesTests(PostgresFixture postgres)
{
    private static readonly DateOnly Date = new(2025, 11, 26);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hangs")]
    [InlineData("fails")]
    public async Task A_webhook_that_hangs_or_fails_delays_no_job(string how)
    {
        await using var webhook = new RecordingWebhook { Answers = _ => how == "hangs" ? Answer.Hang : Answer.Broken };
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(51, 30), Cancellation);
        // The load fails, so that there is a message before the night's end.
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo rename to ailleurs");
        await using var workers = new Workers(pipeline, "2025-11-26T02:29:50+01:00", 25, ("Notification__Webhook", webhook.Url));
        workers.Start();
        var night = new NightBook(pipeline, Date);
        await webhook.ArrivedAsync(Cancellation);
        await night.UntilAsync("the end of a night that failed", async () => await night.EtatAsync() == "echouee", workers);
        Assert.Empty(webhook.Taken);
        Assert.True(await pipeline.ScalarAsync<long>("select count(*) from pipeline.message where envoye is null") >= 1, workers.Messages);
    }

    [Fact]
    public async Task A_failure_is_told_at_once_a_night_once_stale_data_once_and_what_is_well_again_once()
    {
        await using var webhook = new RecordingWebhook();
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(52, 30), Cancellation);
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo rename to ailleurs");
        await using var workers = new Workers(pipeline, "2025-11-26T02:29:50+01:00", 2000, ("Notification__Webhook", webhook.Url), ("Worker__RattrapageJusqua", "22:00"), ("Worker__Fraicheur", "23:00"));
        workers.Start();
        var first = new NightBook(pipeline, Date);
        await first.UntilAsync("the alarm of data that is not fresh", () => Task.FromResult(webhook.Taken.Any(IsFreshness)), workers);
        Assert.Equal("echouee", await first.EtatAsync());
        Assert.Equal(["**Échec : charger-les-evenements (nuit du 26/11/2025)**", "**Nuit du 26/11/2025 : échec"], webhook.Taken.Take(2).Select(Title));

        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table ailleurs rename to evenement_engagement_hebdo");
        var second = new NightBook(pipeline, Date.AddDays(1));
        await second.UntilAsync("data that is fresh again", () => Task.FromResult(webhook.Taken.Count(IsFreshness) >= 2), workers);
        Assert.Equal("reussie", await second.EtatAsync());
        Assert.Single(webhook.Taken, m => m.StartsWith("**Rétabli : charger-les-evenements (nuit du 27/11/2025)**", StringComparison.Ordinal));
        Assert.Single(webhook.Taken, m => m.StartsWith("**Nuit du 27/11/2025 : réussie", StringComparison.Ordinal));
        Assert.True(webhook.Taken.Count == 6, string.Join('\n', webhook.Taken));
    }

    private static bool IsFreshness(string message) => message.Contains("à jour", StringComparison.Ordinal);

    private static string Title(string message)
    {
        var line = message.Split('\n')[0];
        return line.Contains(", terminée", StringComparison.Ordinal) ? line[..line.IndexOf(", terminée", StringComparison.Ordinal)] : line;
    }
}
