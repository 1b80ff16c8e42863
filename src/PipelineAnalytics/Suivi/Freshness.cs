using Npgsql;
using PipelineAnalytics.Nights;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Suivi;

/// <summary>Whether analysts have the data that they must have by now; of facts alone, whoever was to bring them.</summary>
/// <param name="Night">The last night whose data must be there (<see cref="NightSchedule.ToBeFresh"/>); null where the schedule has none yet.</param>
/// <param name="DataAsOf">When the last load of events that succeeded began; null where there is none.</param>
/// <param name="Age">Since then.</param>
/// <param name="Reasons">What is wrong, in words for a person; empty when it is fresh.</param>
/// <remarks>
/// Fresh is: since the night began (<see cref="NightSchedule.CountsFrom"/>, so that a run by hand counts) the mirror, the load and the
/// enrichment succeeded, the enrichment begun after the end of a load; and no week that was complete on the night's date is due. Weeks
/// that are due only because events changed are let pass while a job that computes them, or the enrichment before it, runs, and
/// while the next night is at work: until its own hour, what it has yet to publish is no alarm. A schedule without a night that had to be
/// fresh has no deadline: fresh, then, is what was ever done whole.
/// </remarks>
public sealed record Freshness(bool IsFresh, DateOnly? Night, DateTimeOffset? DataAsOf, TimeSpan? Age, IReadOnlyList<string> Reasons)
{
    /// <summary>Reads only. A server that cannot be reached, or has no bookkeeping of this version, is an answer: not fresh, and why.</summary>
    /// <exception cref="PipelineException">Exit code 2: the schedule or the zone of the settings is none.</exception>
    public static async Task<Freshness> ReadAsync(PostgresDatabase analytics, IReadOnlyList<VueDefinition> vues, PipelineSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        var reading = new FreshnessReading(vues, settings, time.GetUtcNow());
        try
        {
            await using var connection = await analytics.OpenAsync(cancellation);
            return await reading.ReadAsync(connection, cancellation);
        }
        catch (PipelineException e) when (e.ExitCode == 1)
        {
            return reading.Unknown(e.Message.TrimEnd('.'));
        }
        catch (NpgsqlException e)
        {
            return reading.Unknown($"{analytics.Place} ({analytics.Setting}) does not say what ran: {(e is PostgresException p ? ServerWords.Of(p) : e.Message.TrimEnd('.'))}");
        }
    }
}
