using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs;

/// <summary>A run's two databases, under a name of its own, and what its job has at hand.</summary>
internal sealed class JobScope(JobContext context) : IAsyncDisposable
{
    public JobContext Context => context;

    public AnalyticsDatabase Analytics => context.Analytics;

    public async ValueTask DisposeAsync()
    {
        if (context.Source is { } source) await source.DisposeAsync();
        await context.Analytics.DisposeAsync();
    }
}
