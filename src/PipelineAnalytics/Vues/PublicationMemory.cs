using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// What a transaction that publishes asks of the server, for itself. Memory is shared among the run's connections; a query is not
/// spread over workers of its own where weeks are spread over connections; compiling queries (jit) costs more than it brings on these.
/// </summary>
internal static class PublicationMemory
{
    /// <summary>Megabytes of work_mem for all the connections together, and for one at least and at most.</summary>
    private const int Together = 512, Least = 32, Most = 128;

    public static Task SetAsync(NpgsqlConnection connection, int connections, CancellationToken cancellation) => connection.ExecuteAsync(
        SqlFile.Read("Vues/session.sql"), cancellation,
        $"{Math.Clamp(Together / connections, Least, Most)}MB", connections > 1);
}
