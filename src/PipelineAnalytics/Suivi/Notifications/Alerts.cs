using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>What is not well, in <c>pipeline.alerte</c>, and what of it is news: the rules against storms.</summary>
/// <param name="connection">In a transaction: an alert and the message about it are written together.</param>
internal sealed class Alerts(NpgsqlConnection connection)
{
    /// <summary>Opens the alert, or notes that it goes on.</summary>
    /// <param name="since">When it failed first, if that is known to be earlier.</param>
    /// <returns>What is to be told; null when it was told.</returns>
    public async Task<FailureNews?> FailedAsync(string subject, string error, DateOnly? night, DateTimeOffset? retryAt, DateTimeOffset since, CancellationToken cancellation)
    {
        if (await connection.ExecuteAsync(Sql("alerte_ouvrir"), cancellation, subject, since.UtcDateTime, night, error, retryAt?.UtcDateTime) == 1)
            return await NewsAsync(News.Opened, since);

        var open = await connection.QueryAsync("select depuis, nuit, prochain from pipeline.alerte where sujet = $1 for update", static r =>
            (Since: r.GetFieldValue<DateTimeOffset>(0), Night: r.IsDBNull(1) ? (DateOnly?)null : r.GetFieldValue<DateOnly>(1), Tries: !r.IsDBNull(2)), cancellation, subject);
        // Closed in between, by a success at the same time: that is the later word.
        if (open is not [var before]) return null;
        await connection.ExecuteAsync(Sql("alerte_suivre"), cancellation, subject, night, error, retryAt?.UtcDateTime);
        if (night is null) return null;
        if (before.Night is null || night > before.Night) return await NewsAsync(News.AnotherNight, before.Since);
        return night == before.Night && before.Tries && retryAt is null ? await NewsAsync(News.GivenUp, before.Since) : null;

        async Task<FailureNews> NewsAsync(News news, DateTimeOffset from) =>
            new(subject, news, error, night, from, retryAt, await LastRunAsync(subject, success: false, cancellation));
    }

    /// <summary>Closes the alert.</summary>
    /// <returns>When it was opened; null when it was not.</returns>
    public async Task<DateTimeOffset?> SucceededAsync(string subject, CancellationToken cancellation)
    {
        var closed = await connection.QueryAsync("delete from pipeline.alerte where sujet = $1 returning depuis", static r => r.GetFieldValue<DateTimeOffset>(0), cancellation, subject);
        return closed is [var since] ? since : null;
    }

    public Task ToldAsync(string subject, DateTimeOffset now, CancellationToken cancellation) =>
        connection.ExecuteAsync("update pipeline.alerte set dite = $2 where sujet = $1", cancellation, subject, now.UtcDateTime);

    /// <summary>For the table of a message; null where the last run tells another story, for it could not be recorded.</summary>
    public async Task<NightJob?> LastRunAsync(string verb, bool success, CancellationToken cancellation)
    {
        var runs = await connection.QueryAsync(Sql("dernier_passage"), r => (
            Success: r.GetBoolean(0),
            Job: new NightJob(verb, r.GetBoolean(0) ? NightJobState.Reussie : NightJobState.Echouee, Attempts: 1,
                r.IsDBNull(1) ? null : TimeSpan.FromMilliseconds(r.GetInt64(1)), r.IsDBNull(2) ? null : JsonNode.Parse(r.GetString(2))?.AsObject())), cancellation, verb);
        return runs is [var last] && last.Success == success ? last.Job : null;
    }

    private static string Sql(string name) => SqlFile.Read($"Suivi/Notifications/{name}.sql");
}
