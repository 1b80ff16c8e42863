using Microsoft.Extensions.Logging;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>What two runs must not do at once. The number is part of the lock's key in the server: never reuse one.</summary>
public enum PipelineLock
{
    Migrations = 1,
    Miroir = 2,
    Evenements = 3,
    Vues = 4,

    /// <summary>Shared by the connections over which one run spreads its weeks; held whole by a run that has none yet (<see cref="Vues.PublicationTurn"/>).</summary>
    PublicationDesVues = 5,

    /// <summary>A whole chain by hand, or one job of a night.</summary>
    Chaine = 6,
}

/// <summary>
/// A session's advisory lock in the analytics server, held by the very connection that does the writing: when that connection
/// dies the lock is free and, by the same death, nothing more of the old run can be committed.
/// </summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    /// <summary>"pipe" in ASCII: tells our locks from those of others in <c>pg_locks</c> (classid).</summary>
    private const int Family = 0x70697065;

    private readonly NpgsqlConnection connection;
    private readonly PipelineLock what;
    private readonly bool shared;

    private AdvisoryLock(NpgsqlConnection connection, PipelineLock what, bool shared) => (this.connection, this.what, this.shared) = (connection, what, shared);

    /// <summary>Waits, and says so, when another run holds it.</summary>
    public static async Task<AdvisoryLock> AcquireAsync(NpgsqlConnection connection, PipelineLock what, ILogger logger, CancellationToken cancellation)
    {
        if (await TryAcquireAsync(connection, what, cancellation) is { } free) return free;
        logger.WaitingForLock(what);
        await connection.ExecuteAsync("select pg_advisory_lock($1, $2)", cancellation, Family, (int)what);
        return new AdvisoryLock(connection, what, shared: false);
    }

    /// <summary>Does not wait.</summary>
    /// <returns>Null when another run holds it.</returns>
    public static async Task<AdvisoryLock?> TryAcquireAsync(NpgsqlConnection connection, PipelineLock what, CancellationToken cancellation) =>
        await connection.ScalarAsync<bool>("select pg_try_advisory_lock($1, $2)", cancellation, Family, (int)what) ? new AdvisoryLock(connection, what, shared: false) : null;

    /// <summary>Together with others who share it; waits for who holds it whole.</summary>
    public static async Task<AdvisoryLock> ShareAsync(NpgsqlConnection connection, PipelineLock what, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("select pg_advisory_lock_shared($1, $2)", cancellation, Family, (int)what);
        return new AdvisoryLock(connection, what, shared: true);
    }

    public async ValueTask DisposeAsync()
    {
        // A broken connection has already let go.
        if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
        {
            await connection.ExecuteAsync(shared ? "select pg_advisory_unlock_shared($1, $2)" : "select pg_advisory_unlock($1, $2)", CancellationToken.None, Family, (int)what);
        }
    }
}
