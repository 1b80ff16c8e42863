using Npgsql;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// The way that the pipeline replaces: one heap with thirteen b-trees; what is later than the latest date comes in, then three
/// UPDATEs enrich it.
/// </summary>
/// <param name="updates">The folder of the UPDATEs for counsellors and jeunes, in <c>Evenements/Classique</c>.</param>
internal abstract class ClassicalWay(BenchServer server, string database, string updates)
{
    public string Database => database;

    public async Task<Measure> RunAsync(CancellationToken cancellation)
    {
        await using var source = await server.OpenAsync(MadeUpProduction.Database, cancellation);
        await using var own = await server.OpenAsync(database, cancellation);
        return new Measure(
        [
            await Stopwatches.TimeAsync("load", async () => await LoadAsync(source, own, await LatestAsync(own, cancellation), cancellation)),
            await Stopwatches.TimeAsync("update counsellors", () => own.ExecuteFileAsync($"Evenements/Classique/{updates}/conseillers.sql", cancellation)),
            await Stopwatches.TimeAsync("update jeunes", () => own.ExecuteFileAsync($"Evenements/Classique/{updates}/jeunes.sql", cancellation)),
            await Stopwatches.TimeAsync("update dates", () => own.ExecuteFileAsync("Evenements/Classique/dates.sql", cancellation)),
        ]);
    }

    /// <param name="after">The latest date that analytics has.</param>
    protected abstract Task LoadAsync(NpgsqlConnection source, NpgsqlConnection own, DateTime after, CancellationToken cancellation);

    private static Task<DateTime> LatestAsync(NpgsqlConnection own, CancellationToken cancellation) =>
        own.ScalarAsync<DateTime>("select max(date_evenement) from evenement_engagement", cancellation);
}
