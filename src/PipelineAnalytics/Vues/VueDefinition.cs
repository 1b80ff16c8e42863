namespace PipelineAnalytics.Vues;

/// <summary>A vue as its folder says it: what to compute, where to put it, what must be true of it.</summary>
/// <param name="Name">The folder's name and the table's.</param>
/// <param name="Folder">Where it was found; null for those of the executable.</param>
/// <param name="Model">One SELECT for the weeks <c>$1</c> to <c>$2</c>.</param>
/// <param name="Table">The statements that make the table, unqualified, with its grain as a constraint.</param>
/// <param name="Checks">SELECTs, by name, that return the rows at fault among the weeks <c>$1</c> to <c>$2</c>.</param>
public sealed record VueDefinition(string Name, string? Folder, string Model, string Table, IReadOnlyDictionary<string, string> Checks)
{
    internal const string ModelFile = "model.sql", TableFile = "table.sql", ChecksFolder = "checks/";

    /// <summary>Changes whenever the meaning of the published numbers may have changed.</summary>
    public string ModelFingerprint { get; } = Fingerprint.Of(Model, Table);

    /// <summary>Changes whenever the published table must be made anew.</summary>
    public string TableFingerprint { get; } = Fingerprint.Of(Table);

    /// <param name="files">By their paths in the folder.</param>
    internal static VueDefinition Of(string name, string? folder, IReadOnlyDictionary<string, string> files) => new(
        name, folder, Statement(files[ModelFile]), files[TableFile],
        files.Where(f => f.Key.StartsWith(ChecksFolder, StringComparison.Ordinal)).ToDictionary(f => Path.GetFileNameWithoutExtension(f.Key), f => Statement(f.Value), StringComparer.Ordinal));

    /// <summary>A model stands in a statement of ours, where the semicolon that psql wants would end it.</summary>
    private static string Statement(string text) => text.TrimEnd().TrimEnd(';');
}
