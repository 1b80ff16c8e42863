using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Whether a server lets us in, and is of a version that has what the jobs ask for.</summary>
internal sealed class ConnectionCheck(Needs which) : ICheck
{
    /// <summary>Production is asked for its snapshots by the functions of PostgreSQL 13.</summary>
    private const int OldestSource = 13;

    /// <summary>Unique constraints in which a null is a value like another.</summary>
    private const int OldestAnalytics = 15;

    public string Subject => which == Needs.Source ? "source" : "analytics";

    public string What => $"connection to {Subject}";

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        PostgresDatabase database;
        try
        {
            database = examination.Make(which);
        }
        catch (PipelineException e)
        {
            findings.Fault(e);
            return;
        }

        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            examination.Reached |= which;
            var oldest = which == Needs.Source ? OldestSource : OldestAnalytics;
            var said = $"{database.Place}, user {await connection.ScalarAsync<string>("select current_user::text", cancellation)}, PostgreSQL {connection.PostgreSqlVersion}";
            if (connection.PostgreSqlVersion.Major >= oldest) findings.Ok(said);
            else findings.Fault($"{said}: the pipeline needs {oldest} or newer there", $"upgrade the server of {database.Setting}");
        }
        catch (PipelineException e) when (e.Message.Contains("startup parameter", StringComparison.Ordinal))
        {
            findings.Fault(e.Message, "a pooler stands in between: connect to the server itself, or let a pooler in session mode pass \"options\" on (pgbouncer drops what ignore_startup_parameters names, which is not enough)");
        }
        catch (OperationCanceledException) when (!examination.Reached.HasFlag(which))
        {
            findings.Fault($"Cannot connect to {database.Place} ({database.Setting}): no answer in time; check host, port and firewall.");
        }
    }
}
