using Microsoft.Extensions.Hosting;

namespace PipelineAnalytics.Host.Worker;

/// <summary>The process's own: signals end its work, and the host with it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
