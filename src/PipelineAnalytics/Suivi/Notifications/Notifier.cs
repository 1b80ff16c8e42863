using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;
using Polly;
using Polly.Timeout;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>
/// Tells people what is not well, and that it is again. Alerts are kept in <c>pipeline.alerte</c> with or without a webhook; messages are
/// written to <c>pipeline.message</c> in the same transaction, and sent by <see cref="DeliverAsync"/>, which no job waits for.
/// </summary>
/// <remarks>
/// No method fails because somebody cannot be told: that is logged. Only a cancellation of the caller's is thrown.
/// </remarks>
public sealed class Notifier : IDisposable
{
    private readonly AnalyticsDatabase analytics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly HttpClient http;
    private readonly Outbox? outbox;
    private readonly DirectLine? direct;
    private readonly MessageTexts texts;
    private readonly ResiliencePipeline patience;
    private bool outboxIsOut;

    /// <param name="time">The clock of messages: the machine's, for those who read them live now, whatever moment a run replays.</param>
    /// <param name="handler">What speaks to the webhook, for tests; it is not disposed of.</param>
    /// <param name="analyticsTime">How long analytics may take to note something; then it counts as out of reach. 10 seconds by default.</param>
    /// <exception cref="PipelineException">Exit code 2: the webhook is no address, or the zone is not known.</exception>
    public Notifier(AnalyticsDatabase analytics, PipelineSettings settings, TimeProvider time, ILogger logger, HttpMessageHandler? handler = null, TimeSpan? analyticsTime = null)
    {
        (this.analytics, this.time, this.logger) = (analytics, time, logger);
        var webhook = Webhook.Of(settings);
        texts = new MessageTexts(webhook?.Dialect ?? ChatDialect.Mattermost, TimeZoneInfo.FindSystemTimeZoneById(new BusinessClock(time, settings.FuseauHoraire).Zone));
        // A redirection would carry the message, and maybe the secret, elsewhere. An address that moves is found again.
        http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        patience = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(analyticsTime ?? TimeSpan.FromSeconds(10)).Build();
        if (webhook is null) return;
        outbox = new Outbox(webhook, http, time, logger);
        direct = new DirectLine(webhook, outbox, texts, time, logger);
    }

    /// <summary>
    /// A job failed: opens its alert. Told when it opens, then once for each later night, and once when a night's attempts are over.
    /// With analytics out of reach, or before its first migration, the message goes straight to the webhook, once an hour for the same error.
    /// </summary>
    /// <param name="night">The night that it is of; null for a run by hand.</param>
    /// <param name="retryAt">When it is tried again; null when it is not.</param>
    public async Task FailedAsync(string verb, string error, DateOnly? night, DateTimeOffset? retryAt, CancellationToken cancellation = default)
    {
        error = Storable(error);
        var now = time.GetUtcNow();
        var noted = await NoteAsync(verb, async (connection, token) =>
        {
            var alerts = new Alerts(connection);
            if (await alerts.FailedAsync(verb, error, night, retryAt, direct?.Since(verb) ?? now, token) is not { } news || outbox is null) return;
            if (await outbox.DepositAsync(connection, Key(verb, news.Since, $"{news.News}/{night:yyyy-MM-dd}"), texts.Failed(news), token)) await alerts.ToldAsync(verb, now, token);
        }, cancellation);
        if (noted) direct?.Forget(verb);
        else if (direct is not null) await direct.FailedAsync(new FailureNews(verb, News.Opened, error, night, now, retryAt, LastRun: null), cancellation);
    }

    /// <summary>A job succeeded: closes its alert, which is told once; nothing where there was none.</summary>
    public async Task SucceededAsync(string verb, DateOnly? night, CancellationToken cancellation = default)
    {
        var noted = await NoteAsync(verb, async (connection, token) =>
        {
            var alerts = new Alerts(connection);
            if ((await alerts.SucceededAsync(verb, token) ?? direct?.Since(verb)) is not { } since || outbox is null) return;
            await outbox.DepositAsync(connection, Key(verb, since, "Recovered"), texts.Recovered(verb, night, since, time.GetUtcNow(), await alerts.LastRunAsync(verb, success: true, token)), token);
        }, cancellation);
        if (noted) direct?.Forget(verb);
    }

    /// <summary>A night is over: one message for its date, however often this is said.</summary>
    public Task NightEndedAsync(NightSummary night, CancellationToken cancellation = default) => outbox is null ? Task.CompletedTask : NoteAsync("nuit", (connection, token) =>
        outbox.DepositAsync(connection, $"nuit/{night.Date:yyyy-MM-dd}", texts.NightEnded(night), token), cancellation);

    /// <summary>Opens or closes the alert of data that is not fresh; told as that of a job.</summary>
    public Task FreshnessAsync(Freshness freshness, CancellationToken cancellation = default) => freshness.IsFresh
        ? SucceededAsync(Subjects.Freshness, freshness.Night, cancellation)
        : FailedAsync(Subjects.Freshness, string.Join('\n', freshness.Reasons), freshness.Night, retryAt: null, cancellation);

    /// <summary>Sends what waits, in its order. A webhook that fails is tried again after 1, 5, 15 minutes, then every hour, for a day.</summary>
    /// <returns>How many messages were taken.</returns>
    /// <exception cref="OperationCanceledException">What was not sent waits for the next call.</exception>
    public async Task<int> DeliverAsync(CancellationToken cancellation)
    {
        if (outbox is null) return 0;
        try
        {
            await using var connection = await analytics.OpenAsync(cancellation);
            var sent = await outbox.DeliverAsync(connection, cancellation);
            outboxIsOut = false;
            return sent;
        }
        catch (PostgresException e) when (IsBeforeMigration(e))
        {
            return 0;
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
            // Called again and again: said once until it is over.
            if (!outboxIsOut) logger.OutboxOut(e.Message);
            outboxIsOut = true;
            return 0;
        }
    }

    public void Dispose() => http.Dispose();

    /// <returns>Whether it is written.</returns>
    private async Task<bool> NoteAsync(string subject, Func<NpgsqlConnection, CancellationToken, Task> note, CancellationToken cancellation)
    {
        try
        {
            await patience.ExecuteAsync(async token =>
            {
                await using var connection = await analytics.OpenAsync(token);
                await using var transaction = await connection.BeginTransactionAsync(token);
                await note(connection, token);
                await transaction.CommitAsync(token);
            }, cancellation);
            return true;
        }
        catch (PostgresException e) when (IsBeforeMigration(e))
        {
            return false;
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException or TimeoutRejectedException)
        {
            if (outbox is not null) logger.NotNoted(subject, e is TimeoutRejectedException ? "analytics does not answer in time" : e.Message);
            return false;
        }
    }

    private static bool IsBeforeMigration(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;

    /// <summary>PostgreSQL takes no character zero and no half of a pair; an error may quote anything.</summary>
    private static string Storable(string error) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(error)).Replace("\0", "", StringComparison.Ordinal);

    private static string Key(string subject, DateTimeOffset since, string what) => $"{subject}/{since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}/{what}";
}
