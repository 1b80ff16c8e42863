using Npgsql;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>A source database of the test's own: the tables that the numbers depend on, and rows put there as they are.</summary>
public static class SourceSchema
{
    /// <summary>Stands for the personal data of a closed account, in <c>archive_jeune</c>. Must never be met in analytics.</summary>
    public const string PersonalDatum = "personne-imaginaire@archive.test";

    // No foreign keys: the oracle's data has counsellors and agencies that do not exist, and the mirror must not mind.
    private const string Tables =
        """
        create table if not exists public.agence (
          id varchar primary key, nom_agence varchar, nom_region varchar, code_departement varchar, structure varchar);
        create table if not exists public.conseiller (
          id varchar primary key, nom varchar, prenom varchar, email varchar, structure varchar, id_agence varchar);
        create table if not exists public.jeune (
          id varchar primary key, nom varchar, prenom varchar, email varchar, id_conseiller varchar,
          id_conseiller_initial varchar, structure varchar, dispositif varchar);
        create table if not exists public.feature_flip (
          id serial primary key, email_conseiller varchar, feature_tag varchar not null);
        create table if not exists public.archive_jeune (
          id serial primary key, id_jeune varchar, donnees json);
        create table if not exists public.evenement_engagement_hebdo (
          id serial primary key, categorie varchar, action varchar, nom varchar, code varchar, id_utilisateur varchar,
          type_utilisateur varchar, structure varchar, date_evenement timestamptz);
        truncate public.agence, public.conseiller, public.jeune, public.feature_flip, public.archive_jeune,
          public.evenement_engagement_hebdo restart identity;
        """;

    // The app takes its next ids from the sequences: they must stand after the rows copied with ids of their own.
    private const string Sequences =
        """
        select setval('public.evenement_engagement_hebdo_id_seq', coalesce(max(id), 0) + 1, false)
        from public.evenement_engagement_hebdo;
        select setval('public.feature_flip_id_seq', coalesce(max(id), 0) + 1, false) from public.feature_flip;
        """;

    /// <summary>Creates the tables if need be, empties them and loads the rows, all or nothing.</summary>
    public static async Task LoadAsync(NpgsqlDataSource source, RawSource rows, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Tables, cancellationToken);
        await CopyPeopleAsync(connection, rows, cancellationToken);
        await ExecuteAsync(
            connection,
            $$"""insert into public.archive_jeune (id_jeune, donnees) values ('ancien', '{"email": "{{PersonalDatum}}"}')""",
            cancellationToken);
        await CopyAsync(connection,
            "evenement_engagement_hebdo (id, categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, date_evenement)",
            rows.Evenements.Select(Values), cancellationToken);
        await ExecuteAsync(connection, Sequences, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CopyPeopleAsync(NpgsqlConnection connection, RawSource rows, CancellationToken cancellationToken)
    {
        await CopyAsync(connection, "agence (id, nom_agence, nom_region, code_departement)",
            rows.Agences.Select(a => new object?[] { a.Id, a.NomAgence, a.NomRegion, a.CodeDepartement }), cancellationToken);
        await CopyAsync(connection, "conseiller (id, nom, prenom, email, structure, id_agence)",
            rows.Conseillers.Select(c => new object?[] { c.Id, $"Nom {c.Id}", "Imaginaire", c.Email, c.Structure, c.IdAgence }), cancellationToken);
        await CopyAsync(connection, "jeune (id, nom, prenom, email, id_conseiller, id_conseiller_initial, structure, dispositif)",
            rows.Jeunes.Select(Values), cancellationToken);
        await CopyAsync(connection, "feature_flip (id, email_conseiller, feature_tag)",
            rows.FeatureFlips.Select(f => new object?[] { f.Id, f.EmailConseiller, f.FeatureTag }), cancellationToken);
    }

    private static object?[] Values(RawJeune jeune) =>
    [
        jeune.Id, $"Nom {jeune.Id}", "Imaginaire", $"{jeune.Id}@jeune.test",
        jeune.IdConseiller, jeune.IdConseillerInitial, jeune.Structure, jeune.Dispositif,
    ];

    private static object?[] Values(RawEvenement e) =>
    [
        e.Id, e.Categorie, e.Action, e.Nom, e.Code, e.IdUtilisateur, e.TypeUtilisateur, e.Structure,
        e.DateEvenement?.ToUniversalTime(),
    ];

    private static async Task CopyAsync(
        NpgsqlConnection connection, string target, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy public.{target} from stdin (format binary)", cancellationToken);
        foreach (var row in rows)
        {
            await writer.WriteRowAsync(cancellationToken, row);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
