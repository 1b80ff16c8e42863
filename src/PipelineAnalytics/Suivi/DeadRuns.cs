using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Suivi;

/// <summary>
/// Runs whose process was killed, hangs, or is on a machine that is gone. Before anybody goes on with their work, all their sessions in
/// analytics are ended: whatever such a process does when it comes back to life, it commits nothing any more.
/// </summary>
internal static class DeadRuns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Error = "its process was killed, or lost its connection to analytics: its work was rolled back";

    /// <summary>What such a process is told when it comes back.</summary>
    public static PipelineException GivenUp() =>
        new("This run gave no sign of life for too long (Pipeline__Worker__SecondesSansSigne), and was taken for dead: what it did stands, but its job is done again.") { MayPass = true };

    /// <summary>Ends what is left of dead runs, and notes their end.</summary>
    /// <exception cref="PipelineException">A session cannot be ended: nobody may go on beside it.</exception>
    public static async Task EndAsync(NpgsqlConnection analytics, PipelineSettings settings, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        var dead = await analytics.QueryAsync(SqlFile.Read("Suivi/morts.sql"), static r => (Id: r.GetInt64(0), Verb: r.GetString(1), Sessions: r.GetString(2)), cancellation, (double)settings.Worker.Silence.TotalSeconds);
        foreach (var run in dead)
        {
            // First: from here on it opens no session any more, nor ends well.
            await analytics.ExecuteAsync("update pipeline.suivi_job set erreur = $2 where id = $1 and date_fin is null", cancellation, run.Id, Error);
            var ended = await EndSessionsAsync(analytics, run.Verb, run.Sessions, cancellation);
            logger.DeadRun(run.Verb, run.Id, ended);
            await analytics.ExecuteAsync("""
                update pipeline.suivi_job set date_fin = greatest($2, date_debut), succes = false, nb_erreurs = 1
                where id = $1 and date_fin is null
                """, cancellation, run.Id, time.GetUtcNow().UtcDateTime);
        }
    }

    /// <returns>How many there were.</returns>
    private static async Task<int> EndSessionsAsync(NpgsqlConnection analytics, string verb, string name, CancellationToken cancellation)
    {
        var ended = 0;
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(100))
        {
            var (left, told) = (await analytics.QueryAsync(SqlFile.Read("Suivi/terminer_sessions.sql"), static r => (r.GetInt64(0), r.GetInt64(1)), cancellation, name))[0];
            ended = Math.Max(ended, (int)left);
            if (left == 0) return ended;
            if (waited > Patience || told < left) throw new PipelineException($"A dead run of {verb} left {left} sessions in analytics ('{name}') that do not end: end them by hand (pg_terminate_backend), as the user they belong to or a superuser.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }
}
