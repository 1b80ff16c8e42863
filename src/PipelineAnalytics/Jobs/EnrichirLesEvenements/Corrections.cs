using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Makes what derives from events follow those that were changed since: by hand, by a repair, by the completion of an agency, by
/// the right to be forgotten. A trigger notes their weeks and users (migration 0006); they are counted anew here, from the events.
/// </summary>
internal static class Corrections
{
    /// <summary>Within the caller's transaction, which holds the lock of the events.</summary>
    public static async Task ApplyAsync(NpgsqlConnection analytics, CancellationToken cancellation)
    {
        if (!await analytics.ScalarAsync<bool>("select exists (select from pipeline.correction)", cancellation)) return;

        await analytics.ExecuteAsync(Sql("corriger"), cancellation);
        await OverAsync(analytics, "(semaine, id_utilisateur) in (select semaine, id_utilisateur from corrige)", "cumuler", cancellation);
        // Events that wait for enrichment are not counted yet.
        await OverAsync(analytics, "id_utilisateur in (select id_utilisateur from corrige) and (semaine is not null or id in (select id from pipeline.evenement_sans_semaine))", "analystes", cancellation);
        await analytics.ExecuteAsync("drop table corrige", cancellation);
    }

    private static async Task OverAsync(NpgsqlConnection analytics, string which, string counting, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync($"create temp view evenement_a_cumuler as select * from public.evenement_engagement where {which}", cancellation);
        await analytics.ExecuteAsync(Sql(counting), cancellation);
        await analytics.ExecuteAsync("drop view evenement_a_cumuler", cancellation);
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}
