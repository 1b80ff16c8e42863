using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Analysts read the first and last event of counsellors in <c>public.conseiller</c>, a mirrored table: the columns are added to
/// each new copy, and filled from <c>pipeline.conseiller_ae</c>.
/// </summary>
internal static class ConseillerDates
{
    /// <summary>Asked first: ALTER TABLE would lock readers out even where there is nothing to add.</summary>
    public static async Task EnsureColumnsAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        if (await connection.ScalarAsync<bool>(SqlFile.Read("Jobs/EnrichirLesEvenements/conseiller_colonnes.sql"), cancellation, table)) return;
        await connection.ExecuteAsync($"""
            alter table {table} add column if not exists date_premier_ae timestamptz, add column if not exists date_dernier_ae timestamptz;
            comment on column {table}.date_premier_ae is 'Date du premier événement du conseiller (ajoutée par la pipeline).';
            comment on column {table}.date_dernier_ae is 'Date du dernier événement du conseiller (ajoutée par la pipeline).'
            """, cancellation);
    }

    public static Task FillAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/conseillers.sql"), cancellation);
}
