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
            await EnsureNotSwappedAsync(source, from, analytics, to, cancellation);
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

    /// <summary>The two settings look alike and are easily swapped: each side is asked for what only the other has.</summary>
    private static async Task EnsureNotSwappedAsync(SourceDatabase source, NpgsqlConnection from, AnalyticsDatabase analytics, NpgsqlConnection to, CancellationToken cancellation)
    {
        if (await HasAsync(from, "pipeline.suivi_job", cancellation))
        {
            throw PipelineException.Misused($"{source.Setting} ({source.Place}) holds the pipeline's own schema: it is an analytics database. Are {source.Setting} and {analytics.Setting} swapped? Nothing was changed.");
        }

        if (await HasAsync(to, "public.evenement_engagement_hebdo", cancellation) && !await IsMirroredAsync(to, "public.evenement_engagement_hebdo", cancellation))
        {
            throw PipelineException.Misused($"{analytics.Setting} ({analytics.Place}) holds public.evenement_engagement_hebdo, the app's own table: it looks like production. Are {source.Setting} and {analytics.Setting} swapped? (If that table is a leftover there, drop it.) Nothing was changed.");
        }
    }

    private static Task<bool> HasAsync(NpgsqlConnection connection, string table, CancellationToken cancellation) =>
        connection.ScalarAsync<bool>("select to_regclass($1) is not null", cancellation, table);

    private static async Task<bool> IsMirroredAsync(NpgsqlConnection analytics, string table, CancellationToken cancellation) =>
        await HasAsync(analytics, "pipeline.miroir_objet", cancellation)
        && await analytics.ScalarAsync<bool>("select exists (select from pipeline.miroir_objet where identite = $1)", cancellation, table);

    private static PipelineException Same(SourceDatabase source, AnalyticsDatabase analytics) => PipelineException.Misused(
        $"{source.Setting} ({source.Place}) and {analytics.Setting} ({analytics.Place}) are the same database: the pipeline never writes into production; give analytics a database of its own.");
}
