using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Harness;

/// <summary>The benchmarks' own SQL: files embedded under their path in this project.</summary>
internal static class BenchSql
{
    public static string Read(string path)
    {
        using var stream = typeof(BenchSql).Assembly.GetManifestResourceStream(path) ?? throw new InvalidOperationException($"No embedded file {path}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The paths of the embedded files below a folder, in ordinal order.</summary>
    public static IEnumerable<string> Below(string folder) =>
        typeof(BenchSql).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static Task<int> ExecuteFileAsync(this NpgsqlConnection connection, string path, CancellationToken cancellation, params object?[] parameters) =>
        connection.ExecuteAsync(Read(path), cancellation, parameters);
}
