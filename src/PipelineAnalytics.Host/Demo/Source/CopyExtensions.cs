using Npgsql;
using NpgsqlTypes;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Binary COPY, a row at a time.</summary>
internal static class CopyExtensions
{
    /// <summary>Writes the rows with a <c>copy … from stdin (format binary)</c>, without a time limit.</summary>
    public static async Task CopyAsync<T>(this NpgsqlConnection connection, string copy, IEnumerable<T> rows,
        Func<NpgsqlBinaryImporter, T, CancellationToken, Task> writeCells, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        importer.Timeout = TimeSpan.Zero;
        foreach (var row in rows)
        {
            await importer.StartRowAsync(cancellationToken);
            await writeCells(importer, row, cancellationToken);
        }

        await importer.CompleteAsync(cancellationToken);
    }

    public static Task TextAsync(this NpgsqlBinaryImporter row, string? value, CancellationToken cancellationToken) =>
        value is null ? row.WriteNullAsync(cancellationToken) : row.WriteAsync(value, NpgsqlDbType.Varchar, cancellationToken);

    /// <summary>Writes an instant, which must be in UTC.</summary>
    public static Task InstantAsync(this NpgsqlBinaryImporter row, DateTime utc, CancellationToken cancellationToken) =>
        row.WriteAsync(utc, NpgsqlDbType.TimestampTz, cancellationToken);
}
