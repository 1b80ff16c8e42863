using System.Collections.Concurrent;
using System.Reflection;

namespace PipelineAnalytics.Postgres;

/// <summary>SQL is source: it lives in <c>.sql</c> files, embedded under their path in the project.</summary>
public static class SqlFile
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    private static Assembly Here => typeof(SqlFile).Assembly;

    /// <param name="path">From the project's folder, for example <c>Jobs/ChargerLesEvenements/planifier.sql</c>.</param>
    public static string Read(string path) => Texts.GetOrAdd(path, static p =>
    {
        using var stream = Here.GetManifestResourceStream(p) ?? throw new InvalidOperationException($"No embedded file {p}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>A file with names and expressions in the place of its <c>{words}</c>. What it says of itself before its first statement is left out: it names those words, too.</summary>
    public static string Fill(string path, params (string Word, string Sql)[] places)
    {
        var statement = string.Join('\n', Read(path).Split('\n').SkipWhile(static line => line.StartsWith("--", StringComparison.Ordinal)));
        return places.Aggregate(statement, static (sql, place) => sql.Replace($"{{{place.Word}}}", place.Sql, StringComparison.Ordinal));
    }

    /// <summary>The paths of the embedded files below a folder, in ordinal order.</summary>
    public static IReadOnlyList<string> Below(string folder) =>
        [.. Here.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
