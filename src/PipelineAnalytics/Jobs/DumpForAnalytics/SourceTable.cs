using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>A table of production.</summary>
internal sealed record SourceTable(string Name, long Bytes, long EstimatedRows)
{
    public static async Task<IReadOnlyDictionary<string, SourceTable>> AllAsync(NpgsqlConnection source, CancellationToken cancellation) =>
        (await source.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/tables_source.sql"), static r => new SourceTable(r.GetString(0), r.GetInt64(1), r.GetInt64(2)), cancellation))
        .ToDictionary(t => t.Name, StringComparer.Ordinal);
}
