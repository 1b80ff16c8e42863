using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>The vues, found by their folders: adding one is adding a folder, in <c>Vues/Models</c> or in the directory of the settings.</summary>
public static class VueCatalog
{
    private const string Root = "Vues/Models/";

    /// <summary>Those of the executable.</summary>
    public static IReadOnlyList<VueDefinition> Embedded { get; } = [.. SqlFile.Below(Root)
        .GroupBy(path => path[Root.Length..].Split('/')[0], StringComparer.Ordinal)
        .Select(folder => VueDefinition.Of(folder.Key, null, folder.ToDictionary(path => path[(Root.Length + folder.Key.Length + 1)..], SqlFile.Read, StringComparer.Ordinal)))];

    /// <summary>Those of the executable, then those of <see cref="VuesSettings.Dossier"/>.</summary>
    /// <exception cref="PipelineException">Exit code 2: a folder there is malformed; it is named.</exception>
    public static IReadOnlyList<VueDefinition> Of(PipelineSettings settings) =>
        string.IsNullOrWhiteSpace(settings.Vues.Dossier) ? Embedded : [.. Embedded, .. VueFolders.Read(settings.Vues.Dossier, Embedded)];
}
