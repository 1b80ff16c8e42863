using System.Globalization;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>Both ways must publish the same: every row of a week, every cell of it, by the names of columns.</summary>
internal sealed class SameVues(BenchServer server)
{
    /// <returns>Rows of the four vues in that week.</returns>
    /// <exception cref="PipelineException">They differ, or there is nothing to compare: no number is worth printing.</exception>
    public async Task<int> EnsureAsync(Semaine week, CancellationToken cancellation)
    {
        var rows = 0;
        foreach (var vue in ClassicalVues.Names)
        {
            var (ours, classical) = (await RowsAsync(OurWay.Database, vue, week, cancellation), await RowsAsync(ClassicalVues.Database, vue, week, cancellation));
            if (ours.Count == 0 || !ours.SequenceEqual(classical)) throw Different(vue, week, ours, classical);
            rows += ours.Count;
        }

        return rows;
    }

    private async Task<List<string>> RowsAsync(string database, string vue, Semaine week, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        // The text of a jsonb does not depend on the order of columns.
        return await connection.QueryAsync($"select to_jsonb(v)::text from {QuotedName.Of("public", vue)} v where semaine = $1 order by 1", static r => r.GetString(0), cancellation, week.Lundi);
    }

    private static PipelineException Different(string vue, Semaine week, List<string> ours, List<string> classical) => new(string.Create(CultureInfo.InvariantCulture,
        $"{vue} of {week} differs, no time means anything: ours has {ours.Count} rows, the classical way {classical.Count}; only ours: {ours.Except(classical).FirstOrDefault("-")}; only classical: {classical.Except(ours).FirstOrDefault("-")}."));
}
