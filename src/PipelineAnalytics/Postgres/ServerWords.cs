using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>A server's message for people and logs: one about a value quotes the value, which may be somebody's.</summary>
internal static class ServerWords
{
    /// <summary>Data exceptions, violated constraints, and what a function raises itself.</summary>
    private static readonly string[] AboutValues = ["22", "23", "P0"];

    public static string Of(PostgresException e) => AboutValues.Contains(e.SqlState[..2]) ? $"a value is refused (SQLSTATE {e.SqlState})" : $"{e.MessageText} (SQLSTATE {e.SqlState})";
}
