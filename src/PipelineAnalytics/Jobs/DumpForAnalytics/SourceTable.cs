using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>A table of production.</summary>
/// <param name="Name">In the schema public.</param>
/// <param name="Bytes">Its size on disk.</param>
/// <param name="EstimatedRows">The planner's idea, for progress.</param>
/// <param name="IsExcluded">By a pattern of the settings, or because it is a foreign table, whose server analytics does not know.</param>
/// <param name="OwnSequences">The sequences of its serial and identity columns.</param>
/// <param name="File">The number of the file that holds its rows, in the snapshot: a TRUNCATE or a rewrite gives it another.</param>
/// <param name="Oid">Its object id.</param>
/// <param name="StandsAlone">No view, foreign key or partition of another table is defined by it.</param>
internal sealed record SourceTable(string Name, long Bytes, long EstimatedRows, bool IsExcluded, bool StandsAlone, string[] OwnSequences, long File, uint Oid)
{
    /// <summary>Passed by in production already: it need not even be readable. Others are dropped from the copy, with what hangs on them.</summary>
    public bool IsPassedBy => IsExcluded && StandsAlone;

    public static async Task<IReadOnlyDictionary<string, SourceTable>> AllAsync(NpgsqlConnection source, MirrorSelection selection, CancellationToken cancellation) =>
        (await source.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/tables_source.sql"),
            r => new SourceTable(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetBoolean(3) || selection.IsExcluded(r.GetString(0)), r.GetBoolean(4), r.GetFieldValue<string[]>(5), r.GetInt64(6), r.GetFieldValue<uint>(7)), cancellation))
        .ToDictionary(t => t.Name, StringComparer.Ordinal);
}
