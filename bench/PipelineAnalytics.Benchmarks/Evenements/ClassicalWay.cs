using System.Globalization;
using Npgsql;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// The way that the pipeline replaces: one heap with thirteen b-trees; what is later than the latest date comes in, then three
/// UPDATEs enrich it. It is spared the pages of LIMIT and OFFSET that it usually reads by: its rows come by one binary COPY, as ours do.
/// </summary>
internal sealed class ClassicalWay(BenchServer server)
{
    public const string Database = "classique";

    private const string NewColumns = "id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code";
    private const string AllColumns = NewColumns + ", semaine, jour, agence, departement, region";

    /// <summary>The same history as ours, enriched already; indexes are built when it is in.</summary>
    public async Task FillAsync(CancellationToken cancellation)
    {
        await using var ours = await server.OpenAsync(OurWay.Database, cancellation);
        await using var own = await server.OpenAsync(Database, cancellation);
        await own.ExecuteFileAsync("Evenements/Classique/table.sql", cancellation);
        await CopyPipe.BinaryAsync(
            ours, $"copy (select {AllColumns.Replace("id,", "id::integer,", StringComparison.Ordinal)} from evenement_engagement) to stdout (format binary)",
            own, $"copy evenement_engagement ({AllColumns}) from stdin (format binary)", cancellation);
        await own.ExecuteFileAsync("Evenements/Classique/indexes.sql", cancellation);
    }

    public async Task<Measure> RunAsync(CancellationToken cancellation)
    {
        await using var source = await server.OpenAsync(MadeUpProduction.Database, cancellation);
        await using var own = await server.OpenAsync(Database, cancellation);
        return new Measure(
        [
            await Stopwatches.TimeAsync("load", () => LoadAsync(source, own, cancellation)),
            await Stopwatches.TimeAsync("update counsellors", () => own.ExecuteFileAsync("Evenements/Classique/conseillers.sql", cancellation)),
            await Stopwatches.TimeAsync("update jeunes", () => own.ExecuteFileAsync("Evenements/Classique/jeunes.sql", cancellation)),
            await Stopwatches.TimeAsync("update dates", () => own.ExecuteFileAsync("Evenements/Classique/dates.sql", cancellation)),
        ]);
    }

    private static async Task LoadAsync(NpgsqlConnection source, NpgsqlConnection own, CancellationToken cancellation)
    {
        var latest = await own.ScalarAsync<DateTime>("select max(date_evenement) from evenement_engagement", cancellation);
        var after = latest.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        await CopyPipe.BinaryAsync(
            source, $"copy (select {NewColumns} from evenement_engagement_hebdo where date_evenement > '{after}') to stdout (format binary)",
            own, $"copy evenement_engagement ({NewColumns}) from stdin (format binary)", cancellation);
    }
}
