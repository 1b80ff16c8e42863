namespace PipelineAnalytics.Host.Worker;

/// <summary>The order to stop. It reaches the jobs at once: their ten seconds are not spent on the way.</summary>
internal sealed record WorkerStop(CancellationToken Token);
