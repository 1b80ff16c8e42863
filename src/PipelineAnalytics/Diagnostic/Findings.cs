namespace PipelineAnalytics.Diagnostic;

/// <summary>Gathers what one check finds: what it found before it failed is kept.</summary>
internal sealed class Findings(string subject)
{
    private readonly List<Finding> found = [];

    public IReadOnlyList<Finding> All => found;

    public void Ok(string message) => found.Add(new Finding(FindingLevel.Ok, subject, message));

    public void Attention(string message, string? remedy = null) => found.Add(new Finding(FindingLevel.Attention, subject, message, remedy));

    public void Fault(string message, string? remedy = null) => found.Add(new Finding(FindingLevel.Fault, subject, message, remedy));

    /// <summary>A failure that has words for people already, its remedy among them.</summary>
    public void Fault(PipelineException told) => Fault(told.Message);

    /// <summary>At most some of many names, and how many more there are.</summary>
    public static string Few(IReadOnlyCollection<string> names, int most = 8) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
