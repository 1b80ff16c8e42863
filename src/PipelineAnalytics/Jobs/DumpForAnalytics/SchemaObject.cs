using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Something that lives in a schema and can be moved to another.</summary>
/// <param name="Type">As <c>pg_identify_object</c> names it: table, view, type, function…</param>
/// <param name="Identity">Its qualified name where it is now.</param>
/// <param name="Move">The statement that moves it.</param>
/// <param name="IsRelation">A table, view, sequence…</param>
/// <param name="Oid">Its object id.</param>
internal sealed record SchemaObject(string Type, string Identity, string Move, bool IsRelation, uint Oid)
{
    public static Task<List<SchemaObject>> InAsync(NpgsqlConnection connection, string schema, string destination, CancellationToken cancellation) =>
        connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/objets.sql"),
            static r => new SchemaObject(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetFieldValue<uint>(4)), cancellation, schema, destination);

    /// <summary>In one message to the server: readers may be waiting.</summary>
    public static async Task MoveAsync(NpgsqlConnection connection, IEnumerable<SchemaObject> objects, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var o in objects) batch.BatchCommands.Add(new NpgsqlBatchCommand(o.Move));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }
}
