using System.Data;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>One instant of production, seen by pg_dump and by every connection that reads: the exported snapshot of an open transaction.</summary>
internal sealed class SourceSnapshot : IAsyncDisposable
{
    private readonly SourceDatabase source;
    private readonly NpgsqlTransaction transaction;

    private SourceSnapshot(SourceDatabase source, NpgsqlConnection connection, NpgsqlTransaction transaction, string id) =>
        (this.source, Connection, this.transaction, Id) = (source, connection, transaction, id);

    public NpgsqlConnection Connection { get; }

    /// <summary>As <c>SET TRANSACTION SNAPSHOT</c> and <c>pg_dump --snapshot</c> take it.</summary>
    public string Id { get; }

    public static async Task<SourceSnapshot> TakeAsync(SourceDatabase source, CancellationToken cancellation)
    {
        var connection = await source.OpenAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var id = await connection.ScalarAsync<string>("select pg_export_snapshot()", cancellation);
        return new SourceSnapshot(source, connection, transaction, id!);
    }

    /// <summary>Another connection that sees the same instant.</summary>
    public async Task<NpgsqlConnection> JoinAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenAsync(cancellation);
        try
        {
            await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            // SET takes no parameters; the server made this text itself, of hexadecimal digits and dashes.
            await connection.ExecuteAsync($"set transaction snapshot '{Id}'", cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Production need not keep old rows for us any longer.</summary>
    public async Task EndAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
