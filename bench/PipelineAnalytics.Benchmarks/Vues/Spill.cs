using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>Bytes that a contestant made the server write to temporary files, because what it sorted or hashed did not fit into memory.</summary>
internal static class Spill
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    public static async Task<Turn> AroundAsync(BenchServer server, string database, Func<Task<Turn>> contestant, CancellationToken cancellation)
    {
        var before = await TotalAsync(server, database, cancellation);
        var turn = await contestant();
        return turn with { Spilled = await TotalAsync(server, database, cancellation) - before };
    }

    /// <summary>A session's bytes are sure to be counted when it has ended.</summary>
    private static async Task<long> TotalAsync(BenchServer server, string database, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync("postgres", cancellation);
        while (await connection.ScalarAsync<bool>("select exists (select from pg_stat_activity where datname = $1)", cancellation, database)) await Task.Delay(Every, cancellation);
        return await connection.ScalarAsync<long>("select temp_bytes from pg_stat_database where datname = $1", cancellation, database);
    }
}
