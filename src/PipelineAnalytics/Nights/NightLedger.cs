using Npgsql;
using NpgsqlTypes;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Nights;

/// <summary>
/// What is done and what is to be done of the nights (<c>pipeline.nuit</c>, <c>pipeline.nuit_etape</c>). Each change is one statement that
/// holds only in the state that it was decided in: whoever comes second changes nothing.
/// </summary>
internal sealed class NightLedger(NpgsqlConnection analytics)
{
    /// <summary>A step whose run has ended, or died, and of which nobody said what follows.</summary>
    public sealed record Orphan(NightStep Step, long Run, bool Success, string Error);

    /// <returns>Whether it was begun now: never twice for a date, never while another night goes on.</returns>
    public async Task<bool> BeginAsync(Night night, string first, DateTimeOffset now, CancellationToken cancellation) =>
        await analytics.ExecuteAsync(Sql("commencer_nuit"), cancellation, night.Date, night.Due.UtcDateTime, now.UtcDateTime, first) > 0;

    /// <summary>Steps to put into the workers' queue. One that was, and that nobody has taken since, is put there again: a queue forgets what it gave to a worker that died.</summary>
    public Task<List<(DateOnly Date, string Verb)>> ToQueueAsync(DateTimeOffset now, TimeSpan forgotten, CancellationToken cancellation) =>
        analytics.QueryAsync(Sql("enfiler"), static r => (r.GetFieldValue<DateOnly>(0), r.GetString(1)), cancellation, now.UtcDateTime, (now - forgotten).UtcDateTime);

    public async Task<IReadOnlyList<Orphan>> OrphansAsync(TimeSpan silence, CancellationToken cancellation) =>
        await analytics.QueryAsync(Sql("orphelines"), static r => new Orphan(
            new NightStep(r.GetFieldValue<DateOnly>(0), new DateTimeOffset(r.GetDateTime(1)), r.GetString(2), r.GetInt32(3)), r.GetInt64(4), r.GetBoolean(5), r.GetString(6)), cancellation, silence.TotalSeconds);

    /// <summary>Whether the night's mirror failed: what follows works on an earlier one.</summary>
    public Task<bool> IsMirrorMissingAsync(DateOnly date, CancellationToken cancellation) =>
        analytics.ScalarAsync<bool>("select exists (select from pipeline.nuit_etape where date_metier = $1 and rang = 0 and etat = 'echouee')", cancellation, date);

    /// <summary>When the mirror that there is began, as ISO; null when there is none.</summary>
    public Task<string?> LastMirrorAsync(CancellationToken cancellation) => analytics.ScalarAsync<string>(
        "select to_char(max(date_debut) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from pipeline.suivi_job where type_job = 'dump-for-analytics' and succes", cancellation);

    public Task<StepEnd> SucceededAsync(NightStep step, long run, string? next, DateTimeOffset now, CancellationToken cancellation) =>
        EndedAsync("reussir", run, next, cancellation, step.Date, step.Verb, run, Text(next), now.UtcDateTime);

    public Task<StepEnd> FailedAsync(NightStep step, long run, string error, string? next, DateTimeOffset now, CancellationToken cancellation) =>
        EndedAsync("echouer", run, next, cancellation, step.Date, step.Verb, run, Text(next), now.UtcDateTime, error);

    /// <summary>The step waits again.</summary>
    /// <param name="run">That ended; null when it was not begun.</param>
    /// <param name="error">What it failed of; null when it did not.</param>
    /// <param name="counted">Whether that was an attempt.</param>
    public Task WaitAsync(DateOnly date, string verb, long? run, string? error, DateTimeOffset until, bool counted, CancellationToken cancellation) =>
        analytics.ExecuteAsync(Sql("reporter"), cancellation, date, verb, Number(run), Text(error), until.UtcDateTime, counted ? 0 : 1);

    private async Task<StepEnd> EndedAsync(string file, long run, string? next, CancellationToken cancellation, params object?[] parameters)
    {
        var night = await analytics.QueryAsync(Sql(file), static r => r.GetString(0), cancellation, parameters);
        return new StepEnd(run, next, NightEnd: night.SingleOrDefault());
    }

    private static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Number(long? number) => new() { Value = (object?)number ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static string Sql(string name) => SqlFile.Read($"Nights/{name}.sql");
}
