using System.Globalization;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>The texts beside this file: SQL scripts and reference data, embedded in the executable.</summary>
internal static class EmbeddedText
{
    /// <summary>Reads a file of this folder.</summary>
    public static string Read(string file)
    {
        var name = "Demo/Source/" + file;
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The executable lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The lines of a CSV file of this folder, without its header. Comma separated; our own data needs no quotes.</summary>
    public static IEnumerable<string[]> ReadCsv(string file) => Read(file)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Skip(1)
        .Select(line => line.Split(','));

    /// <summary>A number of a CSV file.</summary>
    public static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
