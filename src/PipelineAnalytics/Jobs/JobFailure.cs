using System.Net.Sockets;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs;

/// <summary>What a job failed of: in words for a person, and whether trying again may help.</summary>
internal static class JobFailure
{
    /// <summary>Errors of a server or of the network are told in its words, with the job and the place; a defect of ours keeps its type for the bug report.</summary>
    public static PipelineException Explain(IJob job, JobContext context, Exception e)
    {
        if (e is PipelineException told) return told;
        var where = ErrorPlace.Of(e, context.Source, context.Analytics);
        return e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } p => new($"{job.Verb}: the disk is full{where} ({p.MessageText}); nothing was changed: free some space and run {job.Verb} again.", e),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p => new($"{job.Verb}: {p.MessageText}{where}; grant that user the right and run {job.Verb} again.", e),
            PostgresException p => new($"{job.Verb}: a statement was refused{where}: {ServerWords.Of(p)}{Object(p)}.", e),
            NpgsqlException or IOException or TimeoutException or InvalidOperationException { Source: nameof(Npgsql) } => new($"{job.Verb}: the connection was lost{where} ({Innermost(e).Message.TrimEnd('.')}); nothing half-done was kept: run {job.Verb} again.", e),
            _ => new($"{job.Verb}: unexpected {e.GetType().Name}: {e.Message}", e),
        };
    }

    /// <summary>
    /// Whether the cause may pass by itself: a connection, a lock, a server that restarts or is short of something. What was asked for
    /// wrongly, what production changed, what a check refused stays as it is.
    /// </summary>
    public static bool MayPass(Exception e) => e switch
    {
        PipelineException { ExitCode: not 1 } => false,
        PipelineException { MayPass: true } => true,
        PostgresException p => MayPass(p.SqlState),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        // A connection that broke, used once more.
        InvalidOperationException { Source: nameof(Npgsql) } => true,
        _ => e.InnerException is { } inner && MayPass(inner),
    };

    /// <summary>By class, as the server groups its codes (PostgreSQL documentation, appendix A).</summary>
    private static bool MayPass(string state) => state[..2] switch
    {
        "08" or "40" or "53" or "58" => true,
        "55" => state is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse,
        "57" => state is not PostgresErrorCodes.DatabaseDropped,
        "25" => state is PostgresErrorCodes.ReadOnlySqlTransaction, // a server that has just become a standby
        _ => false,
    };

    private static string Object(PostgresException e) =>
        e.TableName is { } table ? $" (table {e.SchemaName}.{table})" : "";

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
