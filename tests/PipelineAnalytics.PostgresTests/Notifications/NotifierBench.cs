using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Suivi.Notifications;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Notifications;

/// <summary>An analytics with its bookkeeping, a webhook, a clock that is moved by hand, and who tells the one of the other.</summary>
internal sealed class NotifierBench : IAsyncDisposable
{
    private NotifierBench(TestPipeline pipeline)
    {
        Pipeline = pipeline;
        Analytics = new AnalyticsDatabase(pipeline.AnalyticsText);
        Settings = new PipelineSettings { Analytics = pipeline.AnalyticsText, Notification = { Webhook = Webhook.Url } };
        Notifier = New();
    }

    public static DateOnly Night { get; } = new(2025, 6, 30);

    public TestPipeline Pipeline { get; }

    public AnalyticsDatabase Analytics { get; }

    public RecordingWebhook Webhook { get; } = new();

    public PipelineSettings Settings { get; }

    /// <summary>In Paris a Monday, 02:31.</summary>
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2025-06-30T00:31:00Z", CultureInfo.InvariantCulture));

    public Lines Log { get; } = new();

    public Notifier Notifier { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<NotifierBench> MakeAsync(PostgresFixture postgres, bool migrated = true)
    {
        var bench = new NotifierBench(await postgres.NewPipelineAsync());
        if (migrated) await bench.MigrateAsync();
        return bench;
    }

    public Task MigrateAsync() => Migrator.MigrateAsync(Analytics, Settings, NullLogger.Instance, Cancellation);

    /// <summary>Another one, as of another process.</summary>
    public Notifier New(AnalyticsDatabase? elsewhere = null) => new(elsewhere ?? Analytics, Settings, Time, Log);

    /// <summary>Delivers, and gives what the webhook has taken since the bench was made.</summary>
    public async Task<IReadOnlyList<string>> DeliveredAsync()
    {
        await Notifier.DeliverAsync(Cancellation);
        return Webhook.Taken;
    }

    public Task<string?> OutboxAsync() => Pipeline.ScalarAsync<string>(
        "select coalesce(string_agg(cle || ' ' || essais || ' ' || coalesce(erreur, '') || ' ' || coalesce(to_char(prochain at time zone 'UTC', 'HH24:MI'), 'done'), '; ' order by id), '') from pipeline.message");

    public async ValueTask DisposeAsync()
    {
        Notifier.Dispose();
        await Webhook.DisposeAsync();
        await Analytics.DisposeAsync();
        await Pipeline.DisposeAsync();
    }

    /// <summary>All that is logged.</summary>
    internal sealed class Lines : ConcurrentQueue<string>, ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
    }
}
