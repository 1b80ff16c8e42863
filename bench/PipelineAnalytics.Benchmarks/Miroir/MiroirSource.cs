using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>The production to mirror, made by the server itself (Miroir/Source).</summary>
internal sealed class MiroirSource(BenchServer server)
{
    public const string Database = "production";

    /// <summary>The table that our job leaves out unless told otherwise, and the other ways because they are told.</summary>
    public const string Excluded = "evenement_engagement_hebdo";

    private const string Folder = "Miroir/Source/";

    public async Task<MiroirData> CreateAsync(decimal gigabytes, CancellationToken cancellation)
    {
        await server.CreateAsync(cancellation, Database);
        await using (var connection = await server.OpenAsync(Database, cancellation))
        {
            await connection.ExecuteAsync("select set_config('bench.taille', $1, false)", cancellation, gigabytes.ToString(CultureInfo.InvariantCulture));
            foreach (var file in (string[])["definitions", "lignes", "cles_et_index"]) await connection.ExecuteFileAsync($"{Folder}{file}.sql", cancellation);
        }

        await server.SettleAsync(cancellation, Database);
        var tables = await MirroredTable.AllAsync(server, Database, cancellation);
        var bytes = tables.Sum(t => t.Bytes);
        return new MiroirData(bytes, tables.Count, tables.Sum(t => t.Rows), tables.Sum(t => t.Indexes), (double)tables.Max(t => t.Bytes) / bytes);
    }

    /// <summary>What happens to one table from one night to the next.</summary>
    public async Task ChangeAsync(int round, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(Database, cancellation);
        await connection.ExecuteAsync("select set_config('bench.nuit', $1, false)", cancellation, round.ToString(CultureInfo.InvariantCulture));
        await connection.ExecuteFileAsync(Folder + "changer.sql", cancellation);
    }
}
