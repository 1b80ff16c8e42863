using System.Text.Json.Nodes;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>How a job of a night ended; the words of <c>pipeline.nuit_etape.etat</c>.</summary>
public enum NightJobState
{
    Attend,
    Court,
    Reussie,
    Echouee,
}

/// <summary>A job of a night, as people are told of it.</summary>
/// <param name="Duration">Of its last run; null when it never ran.</param>
/// <param name="Result">What that run recorded (<c>pipeline.suivi_job.resultat</c>).</param>
/// <param name="Error">What it failed of, if it failed.</param>
public sealed record NightJob(string Verb, NightJobState State, int Attempts = 1, TimeSpan? Duration = null, JsonObject? Result = null, string? Error = null);

/// <summary>A night that is over: what people are told of it, once.</summary>
/// <param name="Date">The business date, which the night is known by.</param>
/// <param name="OnPreviousMirror">Whether its numbers stand on the mirror of an earlier night, for this night's failed.</param>
public sealed record NightSummary(DateOnly Date, bool Succeeded, DateTimeOffset Started, DateTimeOffset Ended, IReadOnlyList<NightJob> Jobs, bool OnPreviousMirror = false)
{
    private const string Mirror = "dump-for-analytics";

    /// <summary>Of <c>pipeline.nuit</c>, <c>pipeline.nuit_etape</c> and the runs that these name.</summary>
    /// <returns>Null for a night that is not over, or that nobody began.</returns>
    public static async Task<NightSummary?> ReadAsync(AnalyticsDatabase analytics, DateOnly date, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        var nights = await connection.QueryAsync("select debut, fin, etat = 'reussie' from pipeline.nuit where date_metier = $1 and fin is not null", static r =>
            (Started: r.GetFieldValue<DateTimeOffset>(0), Ended: r.GetFieldValue<DateTimeOffset>(1), Succeeded: r.GetBoolean(2)), cancellation, date);
        if (nights is not [var night]) return null;

        var jobs = await connection.QueryAsync(SqlFile.Read("Suivi/Notifications/etapes.sql"), static r => new NightJob(
            r.GetString(0), Enum.Parse<NightJobState>(r.GetString(1), ignoreCase: true), r.GetInt32(2),
            r.IsDBNull(3) ? null : TimeSpan.FromMilliseconds(r.GetInt64(3)),
            r.IsDBNull(4) ? null : JsonNode.Parse(r.GetString(4))?.AsObject(),
            r.IsDBNull(5) ? null : r.GetString(5)), cancellation, date);
        var onPrevious = jobs.Exists(j => j is { Verb: Mirror, State: NightJobState.Echouee }) && jobs.Exists(j => j is { Verb: not Mirror, State: NightJobState.Reussie });
        return new NightSummary(date, night.Succeeded, night.Started, night.Ended, jobs, onPrevious);
    }
}
