using System.Text.RegularExpressions;

namespace PipelineAnalytics.Vues;

/// <summary>Vues in a directory of the settings: what can be wrong with a folder is said here, as far as no server is needed for it.</summary>
internal static partial class VueFolders
{
    public const string Setting = "Pipeline__Vues__Dossier";

    /// <summary>Tables of ours in public that are no vues.</summary>
    private static readonly string[] Reserved = ["evenement_engagement", "evenement_engagement_jeune"];

    /// <exception cref="PipelineException">Exit code 2.</exception>
    public static IReadOnlyList<VueDefinition> Read(string directory, IReadOnlyList<VueDefinition> embedded)
    {
        try
        {
            if (!Directory.Exists(directory)) throw PipelineException.Misused($"{Setting}: the directory {directory} does not exist: create it, or take the setting away.");
            return [.. Directory.GetDirectories(directory).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).Select(path => ReadFolder(path, embedded))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PipelineException.Misused($"{Setting}: {directory} cannot be read: {e.Message}");
        }
    }

    public static PipelineException Fault(string folder, string what) => PipelineException.Misused($"{Setting}: {folder}: {what}");

    private static VueDefinition ReadFolder(string folder, IReadOnlyList<VueDefinition> embedded)
    {
        var name = Path.GetFileName(folder);
        if (!Name().IsMatch(name)) throw Fault(folder, "the name of the folder is the table's: use lower-case letters, digits and _, beginning with a letter, at most 50 characters.");
        if (Reserved.Contains(name) || embedded.Any(v => v.Name == name)) throw Fault(folder, $"public.{name} is a table of the pipeline's own: rename the folder, and the table in its table.sql.");

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !file.Name.Split('/').Any(part => part.StartsWith('.')))
            .ToDictionary(file => file.Name, file => file.Path, StringComparer.Ordinal);
        // A check in Checks/ or under a wrong ending would never be run, and nobody would know.
        if (files.Keys.Order(StringComparer.Ordinal).FirstOrDefault(file => !Part().IsMatch(file)) is { } misplaced) throw Fault(folder, $"{misplaced} is no part of a vue, which is model.sql, table.sql and, if you like, checks/*.sql: rename it or take it away.");
        var texts = files.ToDictionary(file => file.Key, file => File.ReadAllText(file.Value), StringComparer.Ordinal);
        foreach (var needed in (string[])[VueDefinition.ModelFile, VueDefinition.TableFile])
        {
            if (!texts.TryGetValue(needed, out var text) || string.IsNullOrWhiteSpace(text)) throw Fault(folder, $"there is no {needed}, or it is empty: a vue is a folder with model.sql, table.sql and, if you like, checks/*.sql.");
        }

        return VueDefinition.Of(name, folder, texts);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,49}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(model\.sql|table\.sql|checks/[^/]+\.sql)\z")]
    private static partial Regex Part();
}
