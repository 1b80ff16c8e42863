using System.Data;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>
/// Whether a session stays the same session, with the settings that it was opened with. Behind a pooler that hands out a backend for each
/// transaction, session locks would guard nothing; behind one that swallows start-up options, time-outs would cut the night.
/// </summary>
internal sealed class SessionCheck(Needs which) : ICheck
{
    public string Subject => which == Needs.Source ? "source" : "analytics";

    public string What => $"sessions of {Subject}";

    public Needs Needs => which;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        PostgresDatabase database = which == Needs.Source ? examination.Source : examination.Analytics;
        await using var connection = await database.OpenAsync(cancellation);
        await PoolerAsync(database, connection, findings, cancellation);
        foreach (var (name, found, level, remedy) in await connection.QueryAsync(SqlFile.Read("Diagnostic/Checks/session.sql"),
            static r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)), cancellation, which == Needs.Source))
        {
            if (level == "fault") findings.Fault($"{name} is {found} in our sessions", remedy);
            else findings.Attention($"{name} is {found} in our sessions", remedy);
        }
    }

    private static async Task PoolerAsync(PostgresDatabase database, NpgsqlConnection connection, Findings findings, CancellationToken cancellation)
    {
        var before = await BackendAsync(connection, cancellation);
        // A transaction of another client takes the backend that a pooler thinks is free.
        await using var other = await database.OpenAsync(cancellation);
        await using var busy = await other.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await BackendAsync(other, cancellation);
        var after = await BackendAsync(connection, cancellation);
        if (after != before)
        {
            findings.Fault($"{database.Place} hands out another backend for each transaction (a pooler in transaction mode): locks of sessions would guard nothing, and snapshots be lost", "connect to the server itself, or to a pool in session mode");
        }
        else if (connection.ProcessID != before)
        {
            findings.Attention($"{database.Place} is a pooler in front of the server", "it must be in session mode; connect to the server itself if you can, or statements that production waits for cannot be ended");
        }
        else
        {
            findings.Ok("sessions are the server's own: no pooler in between");
        }
    }

    private static Task<int> BackendAsync(NpgsqlConnection connection, CancellationToken cancellation) => connection.ScalarAsync<int>("select pg_backend_pid()", cancellation);
}
