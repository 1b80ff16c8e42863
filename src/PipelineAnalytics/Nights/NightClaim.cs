using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;

namespace PipelineAnalytics.Nights;

/// <summary>
/// A worker's hold on a step. The step's row and the record of its run change in one transaction, on the session that shows that the run lives:
/// there is no moment in which a step is taken and nobody can tell whether its taker lives.
/// </summary>
internal sealed class NightClaim : IAsyncDisposable
{
    private readonly NpgsqlConnection session;

    private NightClaim(NpgsqlConnection session, Taken state) => (this.session, State) = (session, state);

    public enum Taken
    {
        /// <summary>It is not there to be taken: done, taken, or not yet time.</summary>
        Nothing,

        /// <summary>A chain by hand is under way.</summary>
        ByHand,

        /// <summary>A run by hand has done it.</summary>
        Done,

        Now,
    }

    public Taken State { get; }

    public NightStep? Step { get; private init; }

    /// <summary>The run that did it, or does it now.</summary>
    public long? Run { get; private init; }

    public RunRecord? Record { get; private init; }

    public static async Task<NightClaim> TakeAsync(AnalyticsDatabase analytics, DateOnly date, string verb, TimeSpan silence, DateTimeOffset now, CancellationToken cancellation)
    {
        var session = await analytics.OpenAsync(cancellation);
        try
        {
            // Held by the session, as long as the run.
            return await AdvisoryLock.TryAcquireAsync(session, PipelineLock.Chaine, cancellation) is null
                ? new NightClaim(session, Taken.ByHand)
                : await TakeAsync(analytics, session, date, verb, silence, now, cancellation);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Record?.DisposeAsync() ?? session.DisposeAsync();

    private static async Task<NightClaim> TakeAsync(AnalyticsDatabase analytics, NpgsqlConnection session, DateOnly date, string verb, TimeSpan silence, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        var waiting = await session.QueryAsync(SqlFile.Read("Nights/prendre.sql"), r => (
            Step: new NightStep(date, new DateTimeOffset(r.GetDateTime(0)), verb, r.GetInt32(1) + 1),
            Done: r.IsDBNull(2) ? (long?)null : r.GetInt64(2)), cancellation, date, verb, now.UtcDateTime);
        if (waiting.Count == 0) return new NightClaim(session, Taken.Nothing);
        var (step, done) = waiting[0];
        if (done is { } byHand) return new NightClaim(session, Taken.Done) { Step = step, Run = byHand };

        var record = await RunRecord.BeginAsync(analytics, session, verb, now, date, cancellation);
        await session.ExecuteAsync(SqlFile.Read("Nights/courir.sql"), cancellation, date, verb, record.Id);
        await transaction.CommitAsync(cancellation);
        record.ShowLife(silence);
        return new NightClaim(session, Taken.Now) { Step = step, Run = record.Id, Record = record };
    }
}
