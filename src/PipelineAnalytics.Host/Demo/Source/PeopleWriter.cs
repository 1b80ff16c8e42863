using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Writes people and what is known of them; their agencies must be there.</summary>
internal sealed class PeopleWriter(NpgsqlConnection connection, DemoSize size)
{
    /// <summary>Somebody who left: his feature flips are still there and are about nobody.</summary>
    private const string EmailDePersonne = "depart.en.retraite@exemple.fr";

    private readonly DateOnly _debut = new Calendrier(size).Debut;

    public async Task WriteAsync(Population population, CancellationToken cancellationToken)
    {
        await WriteConseillersAsync(population.Conseillers, cancellationToken);
        await WriteFeatureFlipsAsync(population.Conseillers, cancellationToken);
        await WriteJeunesAsync(population.Jeunes, cancellationToken);
        await WriteArchivesAsync(population.ComptesClos, cancellationToken);
    }

    private Task WriteConseillersAsync(List<Conseiller> conseillers, CancellationToken cancellationToken) => connection.CopyAsync(
        "copy conseiller (id, nom, prenom, email, structure, id_agence, date_creation) from stdin (format binary)",
        conseillers, async (row, conseiller, token) =>
        {
            await row.TextAsync(conseiller.Id, token);
            await row.TextAsync(conseiller.Nom.Famille, token);
            await row.TextAsync(conseiller.Nom.Prenom, token);
            await row.TextAsync(conseiller.Email, token);
            await row.TextAsync(conseiller.Structure, token);
            await row.TextAsync(conseiller.Agence?.Id, token);
            await row.InstantAsync(MondayOf(conseiller.Assiduite.Arrivee), token);
        }, cancellationToken);

    private Task WriteFeatureFlipsAsync(List<Conseiller> conseillers, CancellationToken cancellationToken)
    {
        var ia = conseillers.Where(conseiller => conseiller.DemarchesIa).Select(conseiller => conseiller.Email!).ToList();
        var others = conseillers.Where((conseiller, i) => i % 9 == 0 && conseiller.Email is not null).Select(conseiller => conseiller.Email!);

        // The first of them is there twice: nothing forbids it, and nobody must count twice for it.
        var flips = ia.Append(EmailDePersonne).Concat(ia.Take(1)).Select(email => (Email: email, Tag: "DEMARCHES_IA"))
            .Concat(others.Select(email => (Email: email, Tag: "MESSAGERIE_GROUPEE")));
        return connection.CopyAsync("copy feature_flip (email_conseiller, feature_tag) from stdin (format binary)",
            flips, async (row, flip, token) =>
            {
                await row.TextAsync(flip.Email, token);
                await row.TextAsync(flip.Tag, token);
            }, cancellationToken);
    }

    private Task WriteJeunesAsync(List<Jeune> jeunes, CancellationToken cancellationToken) => connection.CopyAsync(
        """
        copy jeune (id, nom, prenom, email, id_conseiller, id_conseiller_initial, structure, dispositif, date_naissance, date_creation,
          date_premiere_connexion)
        from stdin (format binary)
        """,
        jeunes.Index(), async (row, one, token) =>
        {
            var (i, jeune) = one;
            await row.TextAsync(jeune.Id, token);
            await row.TextAsync(jeune.Nom.Famille, token);
            await row.TextAsync(jeune.Nom.Prenom, token);
            await row.TextAsync(jeune.Nom.Email(i), token);
            await row.TextAsync(jeune.Conseiller?.Id, token);
            await row.TextAsync(jeune.Initial?.Id, token);
            await row.TextAsync(jeune.Structure, token);
            await row.TextAsync(jeune.Dispositif, token);
            await row.WriteAsync(jeune.Naissance, NpgsqlDbType.Date, token);
            await row.InstantAsync(MondayOf(jeune.Assiduite.Arrivee), token);
            await row.InstantAsync(MondayOf(jeune.Assiduite.Arrivee), token);
        }, cancellationToken);

    private Task WriteArchivesAsync(List<Jeune> comptesClos, CancellationToken cancellationToken) => connection.CopyAsync(
        "copy archive_jeune (id_jeune, motif, date_archivage, donnees) from stdin (format binary)",
        comptesClos.Index(), async (row, one, token) =>
        {
            var (i, jeune) = one;
            var donnees = JsonSerializer.Serialize(new
            {
                prenom = jeune.Nom.Prenom,
                nom = jeune.Nom.Famille,
                email = jeune.Nom.Email(i),
                dateNaissance = jeune.Naissance,
                dernierMessage = "Bonjour, je ne pourrai pas venir mardi.",
            });
            await row.TextAsync(jeune.Id, token);
            await row.TextAsync("Sortie du dispositif", token);
            await row.InstantAsync(MondayOf(jeune.Assiduite.Depart), token);
            await row.WriteAsync(donnees, NpgsqlDbType.Json, token);
        }, cancellationToken);

    /// <summary>The Monday morning of a week of the demo; never after the demo's clock.</summary>
    private DateTime MondayOf(int semaine)
    {
        var morning = Horloge.Midnight(_debut.AddDays(7 * semaine)).AddHours(9);
        return morning < size.Maintenant.UtcDateTime ? morning : size.Maintenant.UtcDateTime;
    }
}
