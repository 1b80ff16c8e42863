using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>A table that replaces another must answer to the same people: dashboards read with a role of their own.</summary>
internal static class PrivilegeCopy
{
    public static async Task CopyAsync(NpgsqlConnection connection, QuotedName from, QuotedName to, CancellationToken cancellation)
    {
        var grants = await connection.QueryAsync(SqlFile.Read("Postgres/privileges.sql"), static r => r.GetString(0), cancellation, from.ToString(), to.ToString());
        foreach (var grant in grants) await connection.ExecuteAsync(grant, cancellation);
    }
}
