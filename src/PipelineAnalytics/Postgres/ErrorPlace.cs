using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>Notes on an exception of the library which server it came from: with two of them, "permission denied" is half an answer.</summary>
internal static class ErrorPlace
{
    private const string Key = "PipelineAnalytics.Place";

    /// <summary>For an exception filter: notes, and lets the exception go on. The innermost note stays.</summary>
    public static bool Note(Exception exception, NpgsqlConnection connection)
    {
        if (!exception.Data.Contains(Key)) exception.Data[Key] = (connection.Host, connection.Port, connection.Database, connection.UserName);
        return false;
    }

    /// <summary>The database among these where it happened, as setting, place and user; empty where it is not known.</summary>
    public static string Of(Exception exception, params PostgresDatabase?[] databases)
    {
        if (exception.Data[Key] is not ValueTuple<string, int, string, string> place) return "";
        var database = databases.FirstOrDefault(d => d is not null && (d.Connection.Host, d.Connection.Port, d.Connection.Database) == (place.Item1, place.Item2, place.Item3));
        return database is null ? "" : $" on {database.Place} ({database.Setting}, user {place.Item4})";
    }
}
