using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// The right to publish, which one run has at a time. Its main connection holds the lock of the vues; every other connection that it
/// commits on shares a second one. A run first takes that second lock whole: whatever a dead run left in the server, a statement that
/// goes on and could commit, has then ended.
/// </summary>
internal sealed class PublicationTurn : IAsyncDisposable
{
    private readonly JobContext context;
    private readonly AdvisoryLock run;
    private AdvisoryLock? alone;

    private PublicationTurn(JobContext context, NpgsqlConnection main, AdvisoryLock run, AdvisoryLock alone) =>
        (this.context, Main, this.run, this.alone) = (context, main, run, alone);

    /// <summary>Publishes alone until the weeks are spread.</summary>
    public NpgsqlConnection Main { get; }

    public static async Task<PublicationTurn> TakeAsync(JobContext context, CancellationToken cancellation)
    {
        var main = await context.Analytics.OpenAsync(cancellation);
        try
        {
            var run = await AdvisoryLock.AcquireAsync(main, PipelineLock.Vues, context.Logger, cancellation);
            var alone = await AdvisoryLock.AcquireAsync(main, PipelineLock.PublicationDesVues, context.Logger, cancellation);
            return new PublicationTurn(context, main, run, alone);
        }
        catch
        {
            await main.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Opens the connections that weeks are spread over. The main one publishes nothing from here on. That it answers once all of them
    /// have their lock proves that no other run can have begun before: such a run waits until they are closed.
    /// </summary>
    public async Task<PublicationConnections> SpreadAsync(int count, CancellationToken cancellation)
    {
        if (alone is not null) await alone.DisposeAsync();
        alone = null;
        var connections = new PublicationConnections();
        try
        {
            for (var i = 0; i < count; i++) await connections.AddAsync(await context.Analytics.OpenAsync(cancellation), cancellation);
            await Main.ExecuteAsync("select", cancellation);
            return connections;
        }
        catch
        {
            await connections.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (alone is not null) await alone.DisposeAsync();
        await run.DisposeAsync();
        await Main.DisposeAsync();
    }
}

/// <summary>Connections that publish at the same time, each with its share of the lock.</summary>
internal sealed class PublicationConnections : IAsyncDisposable
{
    private readonly List<(NpgsqlConnection Connection, AdvisoryLock? Share)> all = [];

    public IEnumerable<NpgsqlConnection> All => all.Select(c => c.Connection);

    public async Task AddAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        all.Add((connection, null));
        all[^1] = (connection, await AdvisoryLock.ShareAsync(connection, PipelineLock.PublicationDesVues, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (connection, share) in all)
        {
            if (share is not null) await share.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
