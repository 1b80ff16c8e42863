using Npgsql;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>
/// Reads what the pipeline published, by the names that analysts use. Numbers are read as they must be: never null.
/// A column of another kind than the specification says makes the reading fail; a count may be int or bigint.
/// </summary>
public static class ActualRows
{
    private const string Engagements =
        """
        nombre_utilisateurs_2_mois::bigint, nombre_utilisateurs_1_mois::bigint,
        nombre_utilisateurs_2_evenements_dans_la_semaine::bigint,
        nombre_utilisateurs_engages_2_jours_dans_la_semaine::bigint,
        nb_actifs_3_semaines_sur_6::bigint, nb_actifs_4_semaines_sur_6::bigint
        """;

    public static async Task<AnalyticsContents> ReadAsync(
        NpgsqlDataSource analytics, CancellationToken cancellationToken = default)
        => new(
            await EvenementsAsync(analytics, cancellationToken),
            await FonctionnalitesAsync(analytics, "analytics_fonctionnalites", cancellationToken),
            await FonctionnalitesAsync(analytics, "analytics_fonctionnalites_demarches_ia", cancellationToken),
            await EngagementAsync(analytics, cancellationToken),
            await EngagementNationalAsync(analytics, cancellationToken));

    private static Task<List<EnrichedEvenement>> EvenementsAsync(NpgsqlDataSource analytics, CancellationToken cancellationToken)
        => RowsAsync(
            analytics,
            """
            select id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code,
                   semaine, jour, agence, departement, region
            from public.evenement_engagement
            """,
            row => new EnrichedEvenement(
                row.GetInt32(0), row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1), Text(row, 2), Text(row, 3),
                Text(row, 4), Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8), Date(row, 9), Date(row, 10),
                Text(row, 11), Text(row, 12), Text(row, 13)),
            cancellationToken);

    private static Task<List<FonctionnalitesRow>> FonctionnalitesAsync(
        NpgsqlDataSource analytics, string vue, CancellationToken cancellationToken)
        => RowsAsync(
            analytics,
            $"""
            select semaine, structure, type_utilisateur, categorie, action, nom,
                   nb_ae_categorie::bigint, nb_users_categorie::bigint, nb_ae_action::bigint, nb_users_action::bigint,
                   nb_ae_nom::bigint, nb_users_nom::bigint, nb_ae_total::bigint, nb_users_total::bigint
            from public.{vue}
            """,
            row => new FonctionnalitesRow(
                row.GetFieldValue<DateOnly>(0), Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5),
                UsageAt(row, 6), UsageAt(row, 8), UsageAt(row, 10), UsageAt(row, 12)),
            cancellationToken);

    private static Task<List<EngagementRow>> EngagementAsync(NpgsqlDataSource analytics, CancellationToken cancellationToken)
        => RowsAsync(
            analytics,
            $"select semaine, structure, type_utilisateur, region, departement, {Engagements} from public.analytics_engagement",
            row => new EngagementRow(
                row.GetFieldValue<DateOnly>(0), Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4), EngagementAt(row, 5)),
            cancellationToken);

    private static Task<List<EngagementNationalRow>> EngagementNationalAsync(
        NpgsqlDataSource analytics, CancellationToken cancellationToken)
        => RowsAsync(
            analytics,
            $"select semaine, structure, type_utilisateur, {Engagements} from public.analytics_engagement_national",
            row => new EngagementNationalRow(
                row.GetFieldValue<DateOnly>(0), Text(row, 1), Text(row, 2), EngagementAt(row, 3)),
            cancellationToken);

    private static Usage UsageAt(NpgsqlDataReader row, int column) => new(row.GetInt64(column), row.GetInt64(column + 1));

    private static Engagement EngagementAt(NpgsqlDataReader row, int column) => new(
        row.GetInt64(column), row.GetInt64(column + 1), row.GetInt64(column + 2),
        row.GetInt64(column + 3), row.GetInt64(column + 4), row.GetInt64(column + 5));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateOnly? Date(NpgsqlDataReader row, int column)
        => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlDataSource analytics, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = analytics.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
