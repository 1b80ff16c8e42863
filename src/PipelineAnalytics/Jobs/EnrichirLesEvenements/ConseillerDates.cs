using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Analysts read the first and last event of counsellors in <c>public.conseiller</c>, a mirrored table: the columns are added to
/// each new copy, and filled from <c>pipeline.conseiller_ae</c>.
/// </summary>
internal static class ConseillerDates
{
    /// <summary>In <c>public</c>, or in the schema of a copy.</summary>
    public const string Table = "conseiller";

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

    /// <summary>Production's triggers on the table are not to fire for what is ours: they are off meanwhile, which does not keep readers out.</summary>
    /// <param name="connection">To analytics; in a transaction where the table has triggers.</param>
    /// <param name="table">The mirrored table, qualified, in its place or before it is swapped in.</param>
    /// <param name="cancellation">Ends the statement.</param>
    public static async Task FillAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        var triggers = await connection.QueryAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/conseiller_declencheurs.sql"), static r => (Off: r.GetString(0), On: r.GetString(1)), cancellation, table);
        foreach (var (off, _) in triggers) await connection.ExecuteAsync(off, cancellation);
        await connection.ExecuteAsync(SqlFile.Fill("Jobs/EnrichirLesEvenements/conseillers.sql", ("conseiller", table)), cancellation);
        foreach (var (_, on) in triggers) await connection.ExecuteAsync(on, cancellation);
    }
}
