using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Suivi.Notifications;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Notifications;

/// <summary>How messages leave: in their order, once, whatever the webhook does, and while nobody waits.</summary>
public sealed class DeliveryTests(PostgresFixture postgres)
{
    private const string Load = "charger-les-evenements", Mirror = "dump-for-analytics";

    private static readonly DateOnly Night = NotifierBench.Night;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_that_deliver_at_the_same_time_send_each_message_once_and_in_order()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        for (var i = 0; i < 30; i++) await NightAsync(bench, i);
        using var other = bench.New();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? bench.Notifier : other).DeliverAsync(Cancellation), Cancellation)));

        Assert.Equal(Enumerable.Range(0, 30).Select(i => Title(Night.AddDays(i))), bench.Webhook.Taken.Select(t => t[..t.IndexOf(',', StringComparison.Ordinal)]));
        Assert.Equal(30, await bench.Pipeline.ScalarAsync<long>("select count(*) from pipeline.message where envoye is not null and prochain is null and essais = 1"));
    }

    [Theory]
    [InlineData("Broken", "it answered 500")]
    [InlineData("Close", "the connection failed (ResponseEnded)")]
    public async Task A_webhook_that_fails_is_tried_again_later_and_later_and_takes_all_in_order_when_it_is_back(string how, string why)
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Webhook.Answers = _ => Enum.Parse<Answer>(how);
        await NightAsync(bench, 0);
        await NightAsync(bench, 1);
        foreach (var minutes in new[] { 1, 5, 15, 60, 60 })
        {
            var before = bench.Webhook.Arrived;
            Assert.Empty(await bench.DeliveredAsync());
            bench.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Empty(await bench.DeliveredAsync());
            Assert.Equal(before + 1, bench.Webhook.Arrived);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal($"nuit/2025-06-30 5 {why} 02:52; nuit/2025-07-01 0  02:52", await bench.OutboxAsync());
        bench.Webhook.Answers = static _ => Answer.Ok;
        Assert.Equal([Title(Night), Title(Night.AddDays(1))], (await bench.DeliveredAsync()).Select(t => t[..t.IndexOf(',', StringComparison.Ordinal)]));
        Assert.Equal(5, bench.Log.Count(l => l.StartsWith("200 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_message_is_tried_at_once_after_those_that_wait()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Webhook.Answers = static _ => Answer.Broken;
        await NightAsync(bench, 0);
        await bench.DeliveredAsync();
        bench.Webhook.Answers = static _ => Answer.Ok;
        Assert.Empty(await bench.DeliveredAsync());
        await NightAsync(bench, 1);
        Assert.Equal([Title(Night), Title(Night.AddDays(1))], (await bench.DeliveredAsync()).Select(t => t[..t.IndexOf(',', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_message_that_alone_is_refused_keeps_no_other_back()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Webhook.Answers = static text => text.Contains("30/06/2025", StringComparison.Ordinal) ? Answer.Unknown : Answer.Ok;
        await NightAsync(bench, 0);
        await NightAsync(bench, 1);
        Assert.Single(await bench.DeliveredAsync());
        Assert.Equal("nuit/2025-06-30 1 it answered 404 00:32; nuit/2025-07-01 1  done", await bench.OutboxAsync());
    }

    [Fact]
    public async Task After_a_day_a_message_is_given_up_and_after_a_month_forgotten()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Webhook.Answers = static _ => Answer.Broken;
        await NightAsync(bench, 0);
        await bench.DeliveredAsync();
        bench.Time.Advance(TimeSpan.FromHours(24));
        await bench.DeliveredAsync();
        Assert.Equal("nuit/2025-06-30 2 it answered 500 done", await bench.OutboxAsync());
        Assert.Single(bench.Log, l => l.StartsWith("201 ", StringComparison.Ordinal));

        bench.Webhook.Answers = static _ => Answer.Ok;
        bench.Time.Advance(TimeSpan.FromDays(30));
        await NightAsync(bench, 1);
        await bench.DeliveredAsync();
        Assert.Equal("nuit/2025-07-01 1  done", await bench.OutboxAsync());
    }

    [Fact]
    public async Task A_webhook_that_hangs_is_left_after_ten_seconds_and_meanwhile_nobody_who_tells_waits()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Webhook.Answers = static _ => Answer.Hang;
        await NightAsync(bench, 0);
        var delivering = bench.Notifier.DeliverAsync(Cancellation);
        await bench.Webhook.ArrivedAsync(Cancellation);

        await bench.Notifier.FailedAsync(Load, "no disk", Night, retryAt: null, Cancellation);
        await bench.Notifier.SucceededAsync(Load, Night, Cancellation);
        await NightAsync(bench, 0);
        using var other = bench.New();
        Assert.Equal(0, await other.DeliverAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation));
        Assert.False(delivering.IsCompleted);

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, await delivering);
        Assert.StartsWith("nuit/2025-06-30 1 no answer within 10 s 00:32; ", await bench.OutboxAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cancelled_waits_as_if_it_had_not_been_tried()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Webhook.Answers = static _ => Answer.Hang;
        await NightAsync(bench, 0);
        using var stop = new CancellationTokenSource();
        var delivering = bench.Notifier.DeliverAsync(stop.Token);
        await bench.Webhook.ArrivedAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);

        bench.Webhook.Answers = static _ => Answer.Ok;
        Assert.Single(await bench.DeliveredAsync());
    }

    [Fact]
    public async Task With_analytics_out_of_reach_a_failure_is_told_directly_once_an_hour()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        await using var nowhere = new AnalyticsDatabase("Host=127.0.0.1;Port=1;Database=analytics;Username=elt;Password=tr0p-secret");
        using var notifier = bench.New(nowhere);
        for (var i = 0; i < 13; i++)
        {
            await notifier.FailedAsync(Load, "Cannot connect to analytics.", Night, retryAt: null, Cancellation);
            bench.Time.Advance(TimeSpan.FromMinutes(10));
        }

        await notifier.FailedAsync(Mirror, "Cannot connect to analytics.", Night, retryAt: null, Cancellation);
        Assert.Equal(0, await notifier.DeliverAsync(Cancellation));
        Assert.Equal(0, await notifier.DeliverAsync(Cancellation));
        Assert.Equal([Load, Load, Load, Mirror], bench.Webhook.Taken.Select(t => t.Split(" : ")[1].Split(' ')[0]));
        Assert.Single(bench.Log, l => l.StartsWith("204 ", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Log, l => l.Contains(RecordingWebhook.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_the_first_migration_a_failure_is_told_directly_and_so_is_later_that_it_is_over()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres, migrated: false);
        await bench.Notifier.FailedAsync(Mirror, "no pg_dump", Night, retryAt: null, Cancellation);
        await bench.Notifier.FailedAsync(Mirror, "no pg_dump", Night, retryAt: null, Cancellation);
        await bench.Notifier.SucceededAsync(Load, Night, Cancellation);
        Assert.Single(await bench.DeliveredAsync());

        await bench.MigrateAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await bench.Notifier.SucceededAsync(Mirror, Night, Cancellation);
        await bench.Notifier.SucceededAsync(Mirror, Night, Cancellation);
        Assert.Equal(2, (await bench.DeliveredAsync()).Count);
        Assert.Contains("Après 3 min 0 s d'échec", bench.Webhook.Taken[1], StringComparison.Ordinal);
        Assert.Empty(bench.Log);
    }

    [Fact]
    public async Task The_address_is_a_secret_and_is_nowhere_but_in_the_request()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        foreach (var answer in new[] { Answer.Broken, Answer.Unknown, Answer.Close, Answer.Ok })
        {
            bench.Webhook.Answers = _ => answer;
            await bench.Notifier.FailedAsync(Load, answer.ToString(), Night, retryAt: null, Cancellation);
            await bench.DeliveredAsync();
            bench.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.DoesNotContain(RecordingWebhook.Secret, string.Join('\n', bench.Log.Concat(bench.Webhook.Taken)), StringComparison.Ordinal);
        Assert.Contains("the webhook at http://127.0.0.1 did not take", string.Join('\n', bench.Log), StringComparison.Ordinal);
        Assert.Equal(0, await bench.Pipeline.ScalarAsync<long>($"select count(*) from pipeline.message m, pipeline.alerte a where (m::text || a::text) like '%{RecordingWebhook.Secret}%'"));
    }

    private static Task NightAsync(NotifierBench bench, int days) =>
        bench.Notifier.NightEndedAsync(new NightSummary(Night.AddDays(days), true, bench.Time.GetUtcNow(), bench.Time.GetUtcNow(), []), Cancellation);

    private static string Title(DateOnly date) => $"**Nuit du {date:dd/MM/yyyy} : réussie";
}
