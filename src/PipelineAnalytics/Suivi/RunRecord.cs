using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi;

/// <summary>
/// A run's row in <c>pipeline.suivi_job</c>, written when it begins and completed when it ends. The session that began it stays open as
/// long as the run, and shows that its process lives: a row without an end whose session is gone or silent is a dead run's (<see cref="DeadRuns"/>).
/// </summary>
internal sealed class RunRecord : IAsyncDisposable
{
    private readonly AnalyticsDatabase analytics;
    private readonly NpgsqlConnection session;
    private readonly CancellationTokenSource end = new();
    private Task beating = Task.CompletedTask;

    private RunRecord(AnalyticsDatabase analytics, NpgsqlConnection session, long id) =>
        (this.analytics, this.session, Id) = (analytics, session, id);

    public long Id { get; }

    /// <summary>A run by hand.</summary>
    public static async Task<RunRecord> BeginAsync(AnalyticsDatabase analytics, string verb, DateTimeOffset begun, TimeSpan silence, CancellationToken cancellation)
    {
        var session = await analytics.OpenAsync(cancellation);
        var record = await BeginAsync(analytics, session, verb, begun, night: null, cancellation);
        record.ShowLife(silence);
        return record;
    }

    /// <param name="session">The run's from now on; a transaction may be open there.</param>
    /// <param name="night">The business date of a night's run.</param>
    public static async Task<RunRecord> BeginAsync(AnalyticsDatabase analytics, NpgsqlConnection session, string verb, DateTimeOffset begun, DateOnly? night, CancellationToken cancellation)
    {
        await using var command = session.Command(SqlFile.Read("Suivi/commencer.sql"), verb, begun.UtcDateTime, analytics.RunName);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)night ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        var id = (long)(await command.ExecuteScalarAsync(cancellation))!;
        analytics.BelongsTo(id);
        return new RunRecord(analytics, session, id);
    }

    /// <summary>From now on, until the record is disposed of. Nobody else uses the session then.</summary>
    /// <param name="silence">Time without a sign after which others take the run for dead.</param>
    public void ShowLife(TimeSpan silence) => beating = BeatAsync(silence / 8, end.Token);

    /// <summary>
    /// A run that failed before it began, for want of its source for instance, is a failed run too: recorded where the pipeline has
    /// its tables already. What cannot be recorded is at least told.
    /// </summary>
    public static async Task NotStartedAsync(AnalyticsDatabase analytics, string verb, string error, DateTimeOffset now)
    {
        try
        {
            await using var connection = await analytics.OpenAsync(CancellationToken.None);
            if (!await connection.ScalarAsync<bool>("select to_regclass('pipeline.suivi_job') is not null", CancellationToken.None)) return;
            // Tables of an earlier version will do: this may be what failed.
            var id = await connection.ScalarAsync<long>(SqlFile.Read("Suivi/pas_commence.sql"), CancellationToken.None, verb, now.UtcDateTime);
            await EndAsync(connection, id, false, null, error, now, TimeSpan.Zero);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
        }
    }

    /// <exception cref="PipelineException">It was taken for dead in the meantime: somebody else goes on with its work.</exception>
    public async Task SucceededAsync(JsonObject result, DateTimeOffset ended, TimeSpan duration)
    {
        if (await EndAsync(true, result, null, ended, duration)) return;
        throw DeadRuns.GivenUp();
    }

    /// <summary>Never hides the failure that it records: a server that is gone cannot take the record, and the message still reaches the person.</summary>
    public async Task FailedAsync(string error, DateTimeOffset ended, TimeSpan duration)
    {
        try
        {
            await EndAsync(false, null, error, ended, duration);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await beating;
        end.Dispose();
        await session.DisposeAsync();
    }

    /// <summary>On the machine's clock: it is about processes, not about nights. A session that breaks says enough by being gone.</summary>
    private async Task BeatAsync(TimeSpan every, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, cancellation);
                await session.ExecuteAsync("update pipeline.suivi_job set battement = clock_timestamp() where id = $1", CancellationToken.None, Id);
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
        }
    }

    private async Task<bool> EndAsync(bool success, JsonObject? result, string? error, DateTimeOffset ended, TimeSpan duration)
    {
        // Another connection than the run's session, which may be the one that broke.
        await using var connection = await analytics.OpenAsync(CancellationToken.None);
        return await EndAsync(connection, Id, success, result, error, ended, duration);
    }

    /// <returns>Whether the run had no end yet.</returns>
    private static async Task<bool> EndAsync(NpgsqlConnection connection, long id, bool success, JsonObject? result, string? error, DateTimeOffset ended, TimeSpan duration)
    {
        await using var command = connection.Command(SqlFile.Read("Suivi/terminer.sql"), id, success);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)result?.ToJsonString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = ended.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)duration.TotalMilliseconds });
        return await command.ExecuteNonQueryAsync(CancellationToken.None) > 0;
    }
}
