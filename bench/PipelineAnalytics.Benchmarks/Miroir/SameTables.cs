using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>A way that brings less than all of production is fast for another reason.</summary>
internal sealed class SameTables(BenchServer server)
{
    /// <exception cref="PipelineException">A table is not there, or has not as many rows, indexes and constraints as production's: no number is worth printing.</exception>
    public async Task EnsureAsync(MirrorWay way, CancellationToken cancellation)
    {
        var there = (await MirroredTable.AllAsync(server, way.Database, cancellation)).ToDictionary(t => t.Name, Described);
        foreach (var table in await MirroredTable.AllAsync(server, MiroirSource.Database, cancellation))
        {
            var found = there.GetValueOrDefault(table.Name, "none");
            if (found != Described(table)) throw new PipelineException($"{way.Name} left another {table.Name} than production's, its time means nothing: {found} instead of {Described(table)}.");
        }
    }

    private static string Described(MirroredTable table) => $"{table.Rows} rows, {table.Indexes} indexes, {table.Constraints} constraints";
}
