using System.Reflection;
using Npgsql;
using Xunit;

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>Plain SQL, written for the test and not for the page: what the screen is compared with.</summary>
internal static class Sql
{
    /// <param name="file">From the project's folder.</param>
    public static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The cells, rows in the statement's order.</summary>
    public static async Task<List<object?[]>> RowsAsync(this NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetDataTypeName(i) == "date" ? reader.GetFieldValue<DateOnly>(i) : reader.GetValue(i))]);
        }

        return rows;
    }

    /// <summary>One number.</summary>
    public static async Task<long> NumberAsync(this NpgsqlDataSource database, string sql, params object[] values) =>
        Convert.ToInt64((await database.RowsAsync(sql, values)).Single().Single(), System.Globalization.CultureInfo.InvariantCulture);
}
