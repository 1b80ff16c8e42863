using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Host.Worker;

/// <summary>How the data is, as it was last seen.</summary>
internal sealed class Pulse(PipelineSettings settings, TimeProvider time, AnalyticsDatabase analytics)
{
    /// <summary>Null until it was first seen.</summary>
    public Freshness? Freshness { get; private set; }

    public async Task<Freshness> FeelAsync(CancellationToken cancellation)
    {
        var vues = VueCatalog.Of(settings);
        var freshness = await Freshness.ReadAsync(analytics, vues, settings, time, cancellation);
        Telemetry.Observe(freshness, await DueAsync(vues, cancellation));
        return this.Freshness = freshness;
    }

    private async Task<int> DueAsync(IReadOnlyList<VueDefinition> vues, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await analytics.OpenAsync(cancellation);
            return await SemaineLedger.IsReadyAsync(connection, cancellation)
                ? (await SemaineLedger.DueAsync(connection, vues, new BusinessClock(time, settings.FuseauHoraire), cancellation)).Count : 0;
        }
        catch (Exception e) when (e is PipelineException or Npgsql.NpgsqlException)
        {
            // Out of reach: the freshness says so.
            return 0;
        }
    }
}
