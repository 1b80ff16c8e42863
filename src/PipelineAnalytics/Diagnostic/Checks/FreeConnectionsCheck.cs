using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Connections that the jobs take at their busiest, against those that are free now.</summary>
internal sealed class FreeConnectionsCheck(Needs which) : ICheck
{
    /// <summary>The snapshot, the watch over it, pg_dump; in analytics the lock, the run's record, catalogs, a client tool.</summary>
    private const int Besides = 4;

    public string Subject => which == Needs.Source ? "source" : "analytics";

    public string What => $"free connections of {Subject}";

    public Needs Needs => which;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        PostgresDatabase database = which == Needs.Source ? examination.Source : examination.Analytics;
        await using var connection = await database.OpenAsync(cancellation);
        var (free, limit) = (await connection.QueryAsync(SqlFile.Read("Diagnostic/Checks/connexions.sql"), static r => (r.GetInt64(0), r.GetString(1)), cancellation))[0];
        // Our own two, of this check and the pool, are given back before the night.
        var needed = Needed(examination.Settings) + Besides;
        var said = $"{free} connections are free ({limit}); a night takes {needed} at most";
        if (free >= needed) findings.Ok(said);
        else if (free < Besides) findings.Fault(said, "raise the limit, or end sessions that nobody uses");
        else findings.Attention(said, "raise the limit, end sessions that nobody uses, or lower Pipeline__Miroir__Paralleles and Pipeline__Vues__Paralleles");
    }

    /// <summary>A large table is read over more connections than it is written by.</summary>
    private int Needed(PipelineSettings settings) =>
        which == Needs.Source ? 2 * settings.Miroir.Connections : Math.Max(settings.Miroir.Connections, settings.Vues.Connections);
}
