using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Reads production in one snapshot, politely: what stands in the way of one of production's statements is let go of, and read again
/// when that statement has had its turn.
/// </summary>
internal sealed class SourceReader(SourceSnapshot snapshot, SourceWatch watch, IReadOnlyDictionary<string, SourceTable> tables, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>How often a standby may have ended the same read before the whole is given up.</summary>
    private const int StandbyPatience = 5;

    /// <summary>Reads a table, which is as it was in the snapshot.</summary>
    /// <exception cref="SourceMovedException">It is not: it was emptied, rewritten or replaced since.</exception>
    public Task<T> ReadAsync<T>(string table, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellation) =>
        ReadAsync(table, 1, async (connections, token) => await read(connections[0], token), cancellation);

    /// <summary>The same over several connections.</summary>
    public Task<T> ReadAsync<T>(string table, int count, Func<IReadOnlyList<NpgsqlConnection>, CancellationToken, Task<T>> read, CancellationToken cancellation) =>
        PolitelyAsync($"public.{table}", count, async connections =>
        {
            foreach (var connection in connections) await LockAsync(connection, table, cancellation);
            return await read(connections, cancellation);
        }, cancellation);

    /// <summary>Reads catalogs, which may lock tables on the way.</summary>
    public Task<T> ReadCatalogsAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation) =>
        PolitelyAsync("the catalogs", 1, connections => read(connections[0]), cancellation);

    /// <summary>Runs a client tool, which locks all tables that it tells of.</summary>
    public async Task RunToolAsync(Func<Task> run, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var hold = watch.WatchTool();
            try
            {
                await run();
                return;
            }
            catch (PipelineException) when (hold.LetGo)
            {
                logger.LetGo("the definitions");
            }

            await WaitAsync(attempt, cancellation);
        }
    }

    private async Task<T> PolitelyAsync<T>(string what, int count, Func<IReadOnlyList<NpgsqlConnection>, Task<T>> read, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using (var sessions = new Sessions())
            {
                try
                {
                    while (sessions.Connections.Count < count) sessions.Add(await JoinAsync(cancellation), watch);
                    return await read(sessions.Connections);
                }
                catch (Exception) when (sessions.LetGo && !cancellation.IsCancellationRequested)
                {
                    logger.LetGo(what);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.SerializationFailure && attempt < StandbyPatience)
                {
                    // Of a reader it is only asked on a standby, which had to replay what we stood in the way of.
                    logger.LetGo(what);
                }
            }

            await WaitAsync(attempt, cancellation);
        }
    }

    /// <summary>Sessions in production, watched as long as they are open.</summary>
    private sealed class Sessions : IAsyncDisposable
    {
        private readonly List<NpgsqlConnection> connections = [];
        private readonly List<SourceWatch.Hold> holds = [];

        public IReadOnlyList<NpgsqlConnection> Connections => connections;

        public bool LetGo => holds.Any(h => h.LetGo);

        public void Add(NpgsqlConnection connection, SourceWatch watch)
        {
            connections.Add(connection);
            holds.Add(watch.Watch(connection));
        }

        public async ValueTask DisposeAsync()
        {
            // First: a connection that is given back may be another reader's at once, with a hold of its own.
            foreach (var hold in holds) hold.Dispose();
            foreach (var connection in connections) await connection.DisposeAsync();
        }
    }

    private async Task<NpgsqlConnection> JoinAsync(CancellationToken cancellation)
    {
        try
        {
            return await snapshot.JoinAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.UndefinedObject)
        {
            throw new SourceMovedException($"The session that held production's snapshot was ended (on a standby, by replay: set hot_standby_feedback, or raise max_standby_streaming_delay)", e);
        }
    }

    /// <summary>TRUNCATE, and an ALTER TABLE that writes a table anew, leave nothing to older snapshots: no error, an empty table.</summary>
    private async Task LockAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        var name = QuotedName.Of("public", table).ToString();
        try
        {
            await connection.ExecuteAsync($"lock table only {name} in access share mode", cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new SourceMovedException($"Production dropped public.{table} while it was mirrored", e);
        }

        var now = await connection.QueryAsync("select to_regclass($1)::oid, pg_relation_filenode(to_regclass($1))::bigint", static r => (r.GetFieldValue<uint>(0), r.IsDBNull(1) ? 0 : r.GetInt64(1)), cancellation, name);
        if (now[0] != (tables[table].Oid, tables[table].File)) throw new SourceMovedException($"Production emptied, rewrote or replaced public.{table} while it was mirrored");
    }

    private static Task WaitAsync(int attempt, CancellationToken cancellation) =>
        Task.Delay(attempt * Pause < LongestPause ? attempt * Pause : LongestPause, cancellation);
}
