using System.Collections.Concurrent;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Looks every second whether a statement of production waits behind one of ours (an ALTER TABLE behind a COPY, and all of the app behind the
/// ALTER TABLE), and ends ours: within two seconds the table is free.
/// </summary>
internal sealed class SourceWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly SourceDatabase source;
    private readonly ConcurrentDictionary<int, Hold> sessions = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Task watching;
    private volatile Hold? tool;

    public SourceWatch(SourceDatabase source)
    {
        this.source = source;
        watching = WatchAsync(ended.Token);
    }

    /// <summary>A session of ours, for as long as it may be in somebody's way.</summary>
    public sealed class Hold(Action released) : IDisposable
    {
        private volatile bool letGo;

        /// <summary>It was ended for another's sake: its error is none.</summary>
        public bool LetGo => letGo;

        public void Dispose() => released();

        internal void End() => letGo = true;
    }

    public Hold Watch(NpgsqlConnection connection)
    {
        var process = connection.ProcessID;
        Hold? hold = null;
        // The server's process may serve another of our readers by then: only this hold is let go.
        hold = new Hold(() => sessions.TryRemove(KeyValuePair.Create(process, hold!)));
        return sessions[process] = hold;
    }

    /// <summary>For a client tool, which goes by its name: one at a time.</summary>
    public Hold WatchTool() => tool = new Hold(() => tool = null);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watching;
        ended.Dispose();
    }

    /// <summary>Whatever goes wrong here is no reason to stop the copy: the next look may succeed.</summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                try
                {
                    await LookAsync(cancellation);
                }
                catch (Exception e) when (e is NpgsqlException or PipelineException)
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (sessions.IsEmpty && tool is null) return;
        await using var connection = await source.OpenAsync(cancellation);
        foreach (var (process, isTool) in await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/qui_attend.sql"), static r => (r.GetInt32(0), r.GetBoolean(1)), cancellation, sessions.Keys.ToArray(), source.RunName))
        {
            (isTool ? tool : sessions.GetValueOrDefault(process))?.End();
            // Not merely its statement: a session keeps its locks until its transaction ends.
            await connection.ExecuteAsync("select pg_terminate_backend($1)", cancellation, process);
        }
    }
}
