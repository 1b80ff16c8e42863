using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi;

/// <summary>A run as <c>status</c> shows it.</summary>
public sealed record PastRun(long Id, string Verb, DateTime Started, DateTime? Ended, bool? Success, string? Result, int Errors, string? Error, long? DurationMs, bool Running)
{
    /// <summary>"running", "done", "failed", or "interrupted" for a run whose process was killed.</summary>
    public string State => Success switch
    {
        true => "done",
        false => "failed",
        null => Running ? "running" : "interrupted",
    };
}

public static class RunHistory
{
    /// <summary>The last runs, newest first; none where the pipeline has never run. Changes nothing.</summary>
    public static async Task<IReadOnlyList<PastRun>> LastAsync(PostgresDatabase analytics, int count, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        if (!await connection.ScalarAsync<bool>("select to_regclass('pipeline.suivi_job') is not null", cancellation)) return [];

        return await connection.QueryAsync(SqlFile.Read("Suivi/dernieres.sql"), static r => new PastRun(
            r.GetInt64(0), r.GetString(1), r.GetDateTime(2), r.IsDBNull(3) ? null : r.GetDateTime(3), r.IsDBNull(4) ? null : r.GetBoolean(4),
            r.IsDBNull(5) ? null : r.GetString(5), r.GetInt32(6), r.IsDBNull(7) ? null : r.GetString(7), r.IsDBNull(8) ? null : r.GetInt64(8), r.GetBoolean(9)), cancellation, count);
    }
}
