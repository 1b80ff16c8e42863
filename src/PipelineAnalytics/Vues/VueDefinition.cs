namespace PipelineAnalytics.Vues;

/// <summary>A vue as its folder says it: what to compute, where to put it, what must be true of it.</summary>
/// <param name="Name">The folder's name and the table's.</param>
/// <param name="Model">One SELECT for the weeks <c>$1</c> to <c>$2</c>.</param>
/// <param name="Table">The statements that make the table, unqualified, with its grain as a constraint.</param>
/// <param name="Checks">SELECTs, by name, that return the rows at fault among the weeks <c>$1</c> to <c>$2</c>.</param>
public sealed record VueDefinition(string Name, string Model, string Table, IReadOnlyDictionary<string, string> Checks)
{
    /// <summary>Changes whenever the meaning of the published numbers may have changed.</summary>
    public string ModelFingerprint { get; } = Fingerprint.Of(Model, Table);

    /// <summary>Changes whenever the published table must be made anew.</summary>
    public string TableFingerprint { get; } = Fingerprint.Of(Table);
}
