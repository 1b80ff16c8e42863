using Npgsql;
using NpgsqlTypes;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Streams the engagement events into production's table.</summary>
internal static class EvenementWriter
{
    private const int ReportEvery = 10_000;

    private const string Copy = """
        copy evenement_engagement_hebdo
          (id, date_evenement, categorie, action, nom, code, id_utilisateur, type_utilisateur, structure)
        from stdin (format binary)
        """;

    public static Task WriteAsync(NpgsqlConnection connection, IEnumerable<Evenement> evenements, int total,
        IProgress<DemoProgress>? progress, CancellationToken cancellationToken) =>
        connection.CopyAsync(Copy, Reported(evenements, total, progress), WriteCellsAsync, cancellationToken);

    private static async Task WriteCellsAsync(NpgsqlBinaryImporter row, Evenement evenement, CancellationToken cancellationToken)
    {
        await row.WriteAsync(evenement.Id, NpgsqlDbType.Integer, cancellationToken);
        await row.InstantAsync(evenement.Date, cancellationToken);
        await row.TextAsync(evenement.Fonctionnalite.Categorie, cancellationToken);
        await row.TextAsync(evenement.Fonctionnalite.Action, cancellationToken);
        await row.TextAsync(evenement.Fonctionnalite.Nom, cancellationToken);
        await row.TextAsync(evenement.Fonctionnalite.Code, cancellationToken);
        await row.TextAsync(evenement.IdUtilisateur, cancellationToken);
        await row.TextAsync(evenement.TypeUtilisateur, cancellationToken);
        await row.TextAsync(evenement.Structure, cancellationToken);
    }

    private static IEnumerable<Evenement> Reported(IEnumerable<Evenement> evenements, int total, IProgress<DemoProgress>? progress)
    {
        var done = 0;
        foreach (var evenement in evenements)
        {
            if (done % ReportEvery == 0) progress?.Report(new DemoProgress("Events", done, total));
            yield return evenement;
            done++;
        }

        progress?.Report(new DemoProgress("Events", done, total));
    }
}
