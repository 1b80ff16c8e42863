using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>A table, as it must be found again in a mirror.</summary>
/// <param name="Rows">Counted.</param>
/// <param name="Indexes">Those that queries may use.</param>
/// <param name="Constraints">Those that are proven.</param>
/// <param name="Bytes">With its indexes; differs from one copy to another.</param>
internal sealed record MirroredTable(string Name, long Rows, long Indexes, long Constraints, long Bytes)
{
    /// <summary>The tables of public, in the order of their names, but <see cref="MiroirSource.Excluded"/>.</summary>
    public static async Task<IReadOnlyList<MirroredTable>> AllAsync(BenchServer server, string database, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        var tables = await connection.QueryAsync(BenchSql.Read("Miroir/tables.sql"),
            static r => new MirroredTable(r.GetString(0), Rows: 0, r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), cancellation);
        var counted = new List<MirroredTable>();
        foreach (var table in tables.Where(t => t.Name != MiroirSource.Excluded))
        {
            counted.Add(table with { Rows = await connection.ScalarAsync<long>($"select count(*) from {QuotedName.Of("public", table.Name)}", cancellation) });
        }

        return counted;
    }
}
