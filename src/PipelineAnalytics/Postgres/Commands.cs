using Npgsql;
using NpgsqlTypes;

namespace PipelineAnalytics.Postgres;

/// <summary>Short words for the three things done with a statement. Parameters are positional: <c>$1</c>, <c>$2</c>, as in psql's PREPARE.</summary>
public static class Commands
{
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            await using var command = connection.Command(sql, parameters);
            return await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (NpgsqlException e) when (ErrorPlace.Note(e, connection))
        {
            throw;
        }
    }

    public static async Task<T?> ScalarAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            await using var command = connection.Command(sql, parameters);
            return await command.ExecuteScalarAsync(cancellation) is T value ? value : default;
        }
        catch (NpgsqlException e) when (ErrorPlace.Note(e, connection))
        {
            throw;
        }
    }

    public static async Task<List<T>> QueryAsync<T>(this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            await using var command = connection.Command(sql, parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
            return rows;
        }
        catch (NpgsqlException e) when (ErrorPlace.Note(e, connection))
        {
            throw;
        }
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters) command.Parameters.Add(Parameter(value));
        return command;
    }

    /// <summary>An unsigned number has several PostgreSQL types; here it is always an object id. Null has none: where it may come, a parameter with its type is given.</summary>
    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        // By its very type: to the runtime an array of int is one of uint.
        not null when value.GetType() == typeof(uint[]) => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid },
        NpgsqlParameter typed => typed,
        uint => new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Oid },
        _ => new NpgsqlParameter { Value = value ?? DBNull.Value },
    };
}
