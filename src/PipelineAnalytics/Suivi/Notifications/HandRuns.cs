using Microsoft.Extensions.Logging;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>
/// Tells people how jobs ended that somebody started by hand. Whoever sits at the keyboard waits a few seconds at most, and never for an
/// answer: what could not be sent waits in analytics.
/// </summary>
/// <param name="time">The machine's clock: messages are read now, whatever moment a run replays.</param>
public sealed class HandRuns(PipelineSettings settings, TimeProvider time, ILogger logger)
{
    /// <summary>For all of it, in a process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Of these, what analytics may take: then there is time for the webhook itself.</summary>
    private static readonly TimeSpan AnalyticsPatience = TimeSpan.FromSeconds(3);

    private TimeSpan left = Patience;
    private bool ran;
    private (string Verb, string Error)? failure;

    /// <exception cref="PipelineException">Exit code 2: there is a webhook, and it is no address.</exception>
    public void EnsureUsable() => Webhook.Of(settings);

    public Task SucceededAsync(string verb, CancellationToken cancellation)
    {
        ran = true;
        return WithinPatienceAsync((notifier, token) => notifier.SucceededAsync(verb, night: null, token), cancellation);
    }

    /// <summary>Told by <see cref="EndAsync"/>: whoever sits here is told first.</summary>
    public void Failed(string verb, string error) => (ran, failure) = (true, (verb, error));

    /// <summary>After the last word to whoever sits here. Changes neither it nor the exit code.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (!ran || cancellation.IsCancellationRequested) return;
        await WithinPatienceAsync(async (notifier, token) =>
        {
            if (failure is { } f) await notifier.FailedAsync(f.Verb, f.Error, night: null, retryAt: null, token);
            await notifier.DeliverAsync(token);
        }, cancellation);
    }

    private async Task WithinPatienceAsync(Func<Notifier, CancellationToken, Task> tell, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        using var patience = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await using var analytics = new AnalyticsDatabase(settings.Analytics);
            using var notifier = new Notifier(analytics, settings, time, logger, analyticsTime: AnalyticsPatience);
            await tell(notifier, either.Token);
        }
        catch (OperationCanceledException)
        {
            if (!cancellation.IsCancellationRequested) logger.ToldTooSlowly(Patience.TotalSeconds);
        }

        var rest = left - time.GetElapsedTime(begun);
        left = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }
}
