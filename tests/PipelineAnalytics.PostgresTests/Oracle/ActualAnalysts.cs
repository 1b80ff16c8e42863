using Npgsql;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>Reads the events, and what the pipeline keeps of jeunes, counsellors and weeks, to be compared with <see cref="AnalystsOracle"/>.</summary>
public static class ActualAnalysts
{
    /// <returns>Null when all three are what a full recomputation over the events now in <c>public.evenement_engagement</c> gives.</returns>
    public static async Task<string?> DifferenceAsync(NpgsqlDataSource analytics, CancellationToken cancellation)
    {
        var evenements = await EvenementsAsync(analytics, cancellation);
        var conseillers = await ConseillersAsync(analytics, cancellation);
        string?[] differences =
        [
            Difference.Between("evenement_engagement_jeune", AnalystsOracle.Jeunes(evenements), await JeunesAsync(analytics, cancellation)),
            Difference.Between("conseiller", AnalystsOracle.Conseillers(evenements, conseillers.Select(c => c.Id)), conseillers),
            Difference.Between("activite_hebdo", AnalystsOracle.Activite(evenements), await ActiviteAsync(analytics, cancellation)),
        ];
        var found = differences.Where(d => d is not null).ToList();
        return found.Count == 0 ? null : string.Join('\n', found);
    }

    public static Task<List<EnrichedEvenement>> EvenementsAsync(NpgsqlDataSource analytics, CancellationToken cancellation) => RowsAsync(
        analytics,
        """
        select id::integer, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code,
               semaine, jour, agence, departement, region
        from public.evenement_engagement
        """,
        row => new EnrichedEvenement(
            row.GetInt32(0), Instant(row, 1), Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8),
            Date(row, 9), Date(row, 10), Text(row, 11), Text(row, 12), Text(row, 13)),
        cancellation);

    private static Task<List<JeuneRow>> JeunesAsync(NpgsqlDataSource analytics, CancellationToken cancellation) => RowsAsync(
        analytics,
        """
        select id_utilisateur, structure, nb_action_cree::bigint, nb_message_envoye::bigint, nb_consultation_rdv::bigint,
               nb_consultation_offre::bigint, nb_postuler_offre::bigint, nb_consultation_evenement::bigint, date_premier_ae, date_dernier_ae
        from public.evenement_engagement_jeune
        """,
        row => new JeuneRow(
            row.GetString(0), Text(row, 1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
            Instant(row, 8), Instant(row, 9)),
        cancellation);

    private static Task<List<ConseillerRow>> ConseillersAsync(NpgsqlDataSource analytics, CancellationToken cancellation) => RowsAsync(
        analytics,
        "select id, date_premier_ae, date_dernier_ae from public.conseiller",
        row => new ConseillerRow(row.GetString(0), Instant(row, 1), Instant(row, 2)),
        cancellation);

    private static Task<List<ActiviteRow>> ActiviteAsync(NpgsqlDataSource analytics, CancellationToken cancellation) => RowsAsync(
        analytics,
        """
        select semaine, id_utilisateur, structure, type_utilisateur, region, departement, bit_or(jours), sum(nb_evenements)::bigint
        from pipeline.activite_hebdo a
        join pipeline.segment s on s.id = a.segment
        join pipeline.utilisateur u on u.numero = a.utilisateur
        group by 1, 2, 3, 4, 5, 6
        """,
        row => new ActiviteRow(
            row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
            row.GetInt32(6), row.GetInt64(7)),
        cancellation);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateOnly? Date(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static async Task<List<T>> RowsAsync<T>(NpgsqlDataSource analytics, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = analytics.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }
}
