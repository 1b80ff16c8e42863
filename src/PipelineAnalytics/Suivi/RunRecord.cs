using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi;

/// <summary>
/// A run's row in <c>pipeline.suivi_job</c>, written when it begins and completed when it ends. The session that began it stays
/// open as long as the run: a row without an end whose session is gone tells of a process that was killed.
/// </summary>
internal sealed class RunRecord : IAsyncDisposable
{
    private readonly AnalyticsDatabase analytics;
    private readonly NpgsqlConnection session;

    private RunRecord(AnalyticsDatabase analytics, NpgsqlConnection session, long id) =>
        (this.analytics, this.session, Id) = (analytics, session, id);

    public long Id { get; }

    public static async Task<RunRecord> BeginAsync(AnalyticsDatabase analytics, string verb, DateTimeOffset begun, CancellationToken cancellation)
    {
        var session = await analytics.OpenAsync(cancellation);
        var id = await session.ScalarAsync<long>(SqlFile.Read("Suivi/commencer.sql"), cancellation, verb, begun.UtcDateTime);
        return new RunRecord(analytics, session, id);
    }

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
            await using var record = await BeginAsync(analytics, verb, now, CancellationToken.None);
            await record.FailedAsync(error, now, TimeSpan.Zero);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
        }
    }

    public Task SucceededAsync(JsonObject result, DateTimeOffset ended, TimeSpan duration) =>
        EndAsync(true, result, null, ended, duration);

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

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task EndAsync(bool success, JsonObject? result, string? error, DateTimeOffset ended, TimeSpan duration)
    {
        // Another connection than the run's session, which may be the one that broke.
        await using var connection = await analytics.OpenAsync(CancellationToken.None);
        await using var command = connection.Command(SqlFile.Read("Suivi/terminer.sql"), Id, success);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)result?.ToJsonString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = ended.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)duration.TotalMilliseconds });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
