using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Refuses to write into production. Names prove nothing (another host name, an address, a socket, a proxy): the servers are asked.
/// </summary>
public static class DatabaseIdentity
{
    /// <param name="sourceRequired">When false, a source that cannot be reached is no reason to stop: the job does not read it.</param>
    /// <exception cref="PipelineException">Exit code 2: both settings lead to the same database.</exception>
    public static async Task EnsureDifferentAsync(SourceDatabase? source, AnalyticsDatabase analytics, bool sourceRequired, CancellationToken cancellation)
    {
        if (source is null) return;

        if (SameText(source.Connection, analytics.Connection)) throw Same(source, analytics);
        NpgsqlConnection from;
        try
        {
            from = await source.OpenAsync(cancellation);
        }
        catch (PipelineException) when (!sourceRequired)
        {
            return;
        }

        await using (from)
        await using (var to = await analytics.OpenAsync(cancellation))
        {
            if (await SameClusterAsync(from, to, cancellation) || await SeesLockAsync(from, to, cancellation)) throw Same(source, analytics);
        }
    }

    private static bool SameText(NpgsqlConnectionStringBuilder a, NpgsqlConnectionStringBuilder b) =>
        string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase) && a.Port == b.Port && a.Database == b.Database;

    /// <summary>The cluster's own number and the database's: the same on a standby, which is why it is asked first.</summary>
    private static async Task<bool> SameClusterAsync(NpgsqlConnection from, NpgsqlConnection to, CancellationToken cancellation)
    {
        try
        {
            var sql = SqlFile.Read("Postgres/identite.sql");
            return await from.ScalarAsync<string>(sql, cancellation) == await to.ScalarAsync<string>(sql, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction)
        {
            return false;
        }
    }

    /// <summary>A lock taken through one connection and seen through the other: the same server, without any right needed.</summary>
    private static async Task<bool> SeesLockAsync(NpgsqlConnection from, NpgsqlConnection to, CancellationToken cancellation)
    {
        var key = System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
        await to.ExecuteAsync("select pg_advisory_lock($1, $1)", cancellation, key);
        var seen = await from.ScalarAsync<bool>(SqlFile.Read("Postgres/verrou_vu.sql"), cancellation, (long)key);
        await to.ExecuteAsync("select pg_advisory_unlock($1, $1)", cancellation, key);
        return seen;
    }

    private static PipelineException Same(SourceDatabase source, AnalyticsDatabase analytics) => PipelineException.Misused(
        $"{source.Setting} ({source.Place}) and {analytics.Setting} ({analytics.Place}) are the same database: the pipeline never writes into production; give analytics a database of its own.");
}
