using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;
using Polly;
using Polly.Timeout;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>
/// The messages that wait in <c>pipeline.message</c>, sent in their order. At least once each: a process that dies between the webhook's
/// answer and our commit has it sent again; never by two processes at the same time.
/// </summary>
internal sealed class Outbox(Webhook webhook, HttpClient http, TimeProvider time, ILogger logger)
{
    /// <summary>A webhook that has not answered by then does not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly int[] DelayMinutes = [1, 5, 15, 60];

    private readonly ResiliencePipeline patience = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(Patience).Build();

    /// <summary>Writes a message, unless that was told; it leaves with the next <see cref="DeliverAsync"/>.</summary>
    /// <param name="key">What it tells of.</param>
    public async Task<bool> DepositAsync(NpgsqlConnection connection, string key, string text, CancellationToken cancellation) =>
        await connection.ExecuteAsync(Sql("deposer"), cancellation, key, text, time.GetUtcNow().UtcDateTime) == 1;

    /// <summary>Sends what is due; ends with the first message that the webhook is not there for.</summary>
    public async Task<int> DeliverAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (sent, last) = (0, 0L);
        while (await NextAsync(connection, last, cancellation) is { } next)
        {
            last = next.Id;
            if (next.Refusal is null) sent++;
            else if (!next.Refusal.OfThisMessage) break;
        }

        if (sent > 0) await connection.ExecuteAsync("delete from pipeline.message where prochain is null and cree < $1", cancellation, (time.GetUtcNow() - Kept).UtcDateTime);
        return sent;
    }

    /// <summary>Straight to the webhook, for when there is no table to write to.</summary>
    /// <returns>Null when it was taken.</returns>
    public async Task<Refusal?> PostAsync(string text, CancellationToken cancellation)
    {
        try
        {
            return await patience.ExecuteAsync(async token => await webhook.PostAsync(http, text, token), cancellation);
        }
        catch (TimeoutRejectedException)
        {
            return new Refusal($"no answer within {Patience.TotalSeconds:0} s", OfThisMessage: false);
        }
    }

    /// <summary>Sends one message, under its lock.</summary>
    /// <returns>Null when none is due, or another process is at it.</returns>
    private async Task<Tried?> NextAsync(NpgsqlConnection connection, long last, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var found = await connection.QueryAsync(Sql("prendre"), static r => new Message(r.GetInt64(0), r.GetString(1), r.GetInt32(2), r.GetFieldValue<DateTimeOffset>(3)), cancellation, time.GetUtcNow().UtcDateTime, last);
        if (found is not [var message]) return null;

        var refusal = await PostAsync(message.Text, cancellation);
        // From here on it is sent, or refused, whoever loses patience.
        if (refusal is null) await connection.ExecuteAsync(Sql("envoye"), CancellationToken.None, message.Id, time.GetUtcNow().UtcDateTime);
        else await PostponeAsync(connection, message, refusal);
        await transaction.CommitAsync(CancellationToken.None);
        return new Tried(message.Id, refusal);
    }

    private async Task PostponeAsync(NpgsqlConnection connection, Message message, Refusal refusal)
    {
        var now = time.GetUtcNow();
        var next = now + TimeSpan.FromMinutes(DelayMinutes[Math.Min(message.Tries, DelayMinutes.Length - 1)]);
        var given = message.Written + GivenUpAfter <= now;
        await connection.ExecuteAsync(Sql("refuse"), CancellationToken.None, message.Id, given ? null : next.UtcDateTime, refusal.Why);
        if (!refusal.OfThisMessage) await connection.ExecuteAsync(Sql("retenir"), CancellationToken.None, next.UtcDateTime);
        if (given) logger.MessageGivenUp(webhook.Place, refusal.Why, message.Tries + 1);
        else logger.MessageNotTaken(webhook.Place, refusal.Why, next - now);
    }

    private static string Sql(string name) => SqlFile.Read($"Suivi/Notifications/{name}.sql");

    private sealed record Message(long Id, string Text, int Tries, DateTimeOffset Written);

    private sealed record Tried(long Id, Refusal? Refusal);
}
