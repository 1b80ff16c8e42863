using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>The classical table of events: one heap with thirteen b-trees.</summary>
internal static class ClassicalTable
{
    public const string LoadedColumns = "id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code";
    private const string AllColumns = LoadedColumns + ", semaine, jour, agence, departement, region";

    /// <summary>The same history as ours, enriched already; indexes are built when it is in.</summary>
    public static async Task FillAsync(BenchServer server, string database, CancellationToken cancellation)
    {
        await using var ours = await server.OpenAsync(OurWay.Database, cancellation);
        await using var own = await server.OpenAsync(database, cancellation);
        await own.ExecuteFileAsync("Evenements/Classique/table.sql", cancellation);
        await CopyPipe.BinaryAsync(
            ours, $"copy (select {AllColumns.Replace("id,", "id::integer,", StringComparison.Ordinal)} from evenement_engagement) to stdout (format binary)",
            own, $"copy evenement_engagement ({AllColumns}) from stdin (format binary)", cancellation);
        await own.ExecuteFileAsync("Evenements/Classique/indexes.sql", cancellation);
    }
}
