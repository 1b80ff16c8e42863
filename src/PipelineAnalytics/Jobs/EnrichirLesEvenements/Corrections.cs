using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Makes what derives from events follow those that were changed since by others than the pipeline's own steps: by hand, by a
/// repair. A trigger notes their weeks and users (migrations 0006, 0008); they are counted anew here, from the events.
/// </summary>
internal static class Corrections
{
    /// <summary>Within the caller's transaction, which holds the lock of the events.</summary>
    public static async Task ApplyAsync(NpgsqlConnection analytics, CancellationToken cancellation)
    {
        if (!await analytics.ScalarAsync<bool>("select exists (select from pipeline.correction)", cancellation)) return;

        await analytics.ExecuteAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/corriger.sql"), cancellation);
        await EventCounts.RecountAsync(analytics, Derived.Rollups, cancellation);
        // Events that wait for enrichment are not counted yet.
        await EventCounts.AddWhereAsync(analytics, "id_utilisateur in (select id_utilisateur from corrige) and (semaine is not null or id in (select id from pipeline.evenement_sans_semaine))", Derived.Analysts, cancellation);
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/disparus.sql"), cancellation);
        await analytics.ExecuteAsync("drop table corrige", cancellation);
    }
}
