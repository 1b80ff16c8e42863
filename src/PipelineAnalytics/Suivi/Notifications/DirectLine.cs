using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>
/// For failures that cannot be written to analytics, most often because it is what failed: straight to the webhook, the same one once an
/// hour. What was told so is remembered by this process alone, so that the recovery is told, too.
/// </summary>
internal sealed class DirectLine(Webhook webhook, Outbox outbox, MessageTexts texts, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    private readonly Lock turn = new();
    private readonly Dictionary<(string Subject, string Error), DateTimeOffset> told = [];
    private readonly Dictionary<string, DateTimeOffset> since = new(StringComparer.Ordinal);

    /// <summary>When a subject first failed, of those told so; null for another.</summary>
    public DateTimeOffset? Since(string subject)
    {
        lock (turn) return since.TryGetValue(subject, out var first) ? first : null;
    }

    /// <summary>Its alert is in analytics from now on, or over.</summary>
    public void Forget(string subject)
    {
        lock (turn) since.Remove(subject);
    }

    public async Task FailedAsync(FailureNews failure, CancellationToken cancellation)
    {
        if (!IsNews(failure)) return;
        if (await outbox.PostAsync(texts.Failed(failure), cancellation) is { } refusal)
        {
            logger.NotToldDirectly(failure.Subject, webhook.Place, refusal.Why);
            return;
        }

        lock (turn)
        {
            told[(failure.Subject, failure.Error)] = time.GetUtcNow();
            since.TryAdd(failure.Subject, failure.Since);
        }
    }

    private bool IsNews(FailureNews failure)
    {
        lock (turn)
        {
            var now = time.GetUtcNow();
            foreach (var old in told.Where(t => now - t.Value >= Silence).Select(t => t.Key).ToList()) told.Remove(old);
            return !told.ContainsKey((failure.Subject, failure.Error));
        }
    }
}
