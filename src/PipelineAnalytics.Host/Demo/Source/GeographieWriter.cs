using Npgsql;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>
/// Writes regions, departments and agencies. An agency's referent is written before the conseillers are: the foreign key waits
/// for the transaction's end.
/// </summary>
internal static class GeographieWriter
{
    public static async Task WriteAsync(
        NpgsqlConnection connection, Geographie geographie, Population population, CancellationToken cancellationToken)
    {
        await WriteRegionsAsync(connection, geographie.Regions, cancellationToken);
        await WriteDepartementsAsync(connection, geographie.Departements, cancellationToken);
        await WriteAgencesAsync(connection, geographie.Agences, population.Conseillers, cancellationToken);
    }

    private static Task WriteRegionsAsync(
        NpgsqlConnection connection, IEnumerable<Region> regions, CancellationToken cancellationToken) => connection.CopyAsync(
        "copy region (code, nom) from stdin (format binary)",
        regions, async (row, region, token) =>
        {
            await row.TextAsync(region.Code, token);
            await row.TextAsync(region.Nom, token);
        }, cancellationToken);

    private static Task WriteDepartementsAsync(
        NpgsqlConnection connection, IEnumerable<Departement> departements, CancellationToken cancellationToken) => connection.CopyAsync(
        "copy departement (code, nom, code_region, chef_lieu) from stdin (format binary)",
        departements, async (row, departement, token) =>
        {
            await row.TextAsync(departement.Code, token);
            await row.TextAsync(departement.Nom, token);
            await row.TextAsync(departement.Region.Code, token);
            await row.TextAsync(departement.ChefLieu, token);
        }, cancellationToken);

    private static Task WriteAgencesAsync(
        NpgsqlConnection connection, IEnumerable<Agence> agences, List<Conseiller> conseillers, CancellationToken cancellationToken)
    {
        var parAgence = conseillers.Where(conseiller => conseiller.Agence is not null).ToLookup(conseiller => conseiller.Agence!.Id);
        return connection.CopyAsync(
            """
            copy agence (id, nom_agence, nom_region, code_departement, structure, code_postal, id_conseiller_referent)
            from stdin (format binary)
            """,
            agences, async (row, agence, token) =>
            {
                await row.TextAsync(agence.Id, token);
                await row.TextAsync(agence.Nom, token);
                await row.TextAsync(agence.Departement.Region.Nom, token);
                await row.TextAsync(agence.Departement.Code, token);
                await row.TextAsync(agence.Structure, token);
                await row.TextAsync(agence.CodePostal, token);
                await row.TextAsync(parAgence[agence.Id].FirstOrDefault()?.Id, token);
            }, cancellationToken);
    }
}
