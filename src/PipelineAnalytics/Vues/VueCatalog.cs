using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>The vues, found by their folders in <c>Vues/Models</c>: adding one is adding a folder.</summary>
public static class VueCatalog
{
    private const string Root = "Vues/Models/";

    public static IReadOnlyList<VueDefinition> Embedded { get; } = [.. SqlFile.Below(Root)
        .GroupBy(path => path[Root.Length..].Split('/')[0], StringComparer.Ordinal)
        .Select(folder => Read(folder.Key, [.. folder]))];

    private static VueDefinition Read(string name, IReadOnlyList<string> paths)
    {
        string Text(string file) => paths.Contains($"{Root}{name}/{file}")
            ? SqlFile.Read($"{Root}{name}/{file}")
            : throw new PipelineException($"The vue {name} has no {file}: a vue is a folder with model.sql, table.sql and checks/*.sql.");

        var checks = paths.Where(p => p.Contains("/checks/", StringComparison.Ordinal))
            .ToDictionary(p => Path.GetFileNameWithoutExtension(p), SqlFile.Read, StringComparer.Ordinal);
        return new VueDefinition(name, Text("model.sql"), Text("table.sql"), checks);
    }
}
