using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>A table that replaces another must answer to the same people: dashboards read with a role of their own.</summary>
internal static class PrivilegeCopy
{
    /// <summary>
    /// Gives <paramref name="to"/>, now in public, the rights that were given on <paramref name="from"/>; where there was no such
    /// table, those that <c>ALTER DEFAULT PRIVILEGES IN SCHEMA public</c> promises, since it was made in another schema.
    /// </summary>
    /// <param name="connection">In the transaction that replaces the table.</param>
    /// <param name="from">The qualified, quoted name of the old one.</param>
    /// <param name="to">The qualified, quoted name of the new one.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task CopyAsync(NpgsqlConnection connection, string from, string to, CancellationToken cancellation)
    {
        var replaces = await connection.ScalarAsync<bool>("select to_regclass($1) is not null", cancellation, from);
        var grants = replaces
            ? await connection.QueryAsync(SqlFile.Read("Postgres/privileges.sql"), static r => r.GetString(0), cancellation, from, to)
            : await connection.QueryAsync(SqlFile.Read("Postgres/privileges_par_defaut.sql"), static r => r.GetString(0), cancellation, to);
        foreach (var grant in grants) await connection.ExecuteAsync(grant, cancellation);
    }
}
