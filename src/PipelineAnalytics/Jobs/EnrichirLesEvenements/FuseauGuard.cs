using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Days and weeks of all events are counted in one zone. Another setting than the one that events were enriched with would mix
/// two calendars in one table.
/// </summary>
internal static class FuseauGuard
{
    /// <exception cref="PipelineException">Exit code 2: the setting changed since events were enriched.</exception>
    public static async Task EnsureSameAsync(NpgsqlConnection analytics, string zone, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/fuseau.sql"), cancellation, zone);
        var kept = await analytics.ScalarAsync<string>("select valeur from pipeline.reglage where nom = 'fuseau'", cancellation);
        if (kept != zone)
        {
            throw PipelineException.Misused($"Pipeline__FuseauHoraire is {zone}, but the events of analytics have their days and weeks in {kept}: set it back, or load the events into a new database.");
        }
    }
}
