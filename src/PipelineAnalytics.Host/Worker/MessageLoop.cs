using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Suivi.Notifications;

namespace PipelineAnalytics.Host.Worker;

/// <summary>Sends what people are to be told. No job waits for it: a webhook that hangs holds up messages only.</summary>
internal sealed class MessageLoop(Notifier notifier, ILogger<MessageLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await notifier.DeliverAsync(stoppingToken);
                await Task.Delay(Every, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LoopFailed("messages", e.Message);
                await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
