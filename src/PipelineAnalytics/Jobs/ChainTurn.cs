using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs;

/// <summary>The right to run a chain, by hand: one at a time, and not beside a night's. Held by a session: it goes with its process.</summary>
public sealed class ChainTurn : IAsyncDisposable
{
    private readonly AnalyticsDatabase analytics;
    private readonly NpgsqlConnection session;

    private ChainTurn(AnalyticsDatabase analytics, NpgsqlConnection session) => (this.analytics, this.session) = (analytics, session);

    /// <summary>Waits, and says so, while another chain is under way.</summary>
    /// <exception cref="PipelineException">Analytics cannot be reached.</exception>
    public static async Task<ChainTurn> TakeAsync(PipelineSettings settings, ILogger logger, CancellationToken cancellation)
    {
        var analytics = new AnalyticsDatabase(settings.Analytics);
        try
        {
            var session = await analytics.OpenAsync(cancellation);
            await AdvisoryLock.AcquireAsync(session, PipelineLock.Chaine, logger, cancellation);
            return new ChainTurn(analytics, session);
        }
        catch
        {
            await analytics.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await analytics.DisposeAsync();
    }
}
