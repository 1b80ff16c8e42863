using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesEvenements;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The tables and columns that the jobs read are there, of the types that they expect.</summary>
internal sealed class RequirementsCheck : ICheck
{
    /// <summary>The mirrored tables of <c>Jobs/miroir_requis.sql</c>.</summary>
    private static readonly string[] Read = ["agence", "conseiller", "feature_flip", "jeune"];

    public string Subject => "source";

    public string What => "tables and columns that the jobs read";

    public Needs Needs => Needs.Source;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        var missing = await MirrorRequirements.MissingAsync(source, cancellation);
        if (missing.Count > 0) findings.Fault($"the source lacks {string.Join(", ", missing.Select(m => "public." + m))}, which the pipeline reads", "was it renamed? Bring it back in production, as a column or table of that name");
        foreach (var table in Read.Where(examination.Selection.IsExcluded)) findings.Fault($"{table} is excluded, and enrichment or vues read it", "take it out of Pipeline__Miroir__Exclure");
        foreach (var table in Read.Where(examination.Selection.IsWithoutRows)) findings.Attention($"{table} comes without its rows, and enrichment or vues read it", "take it out of Pipeline__Miroir__ExclureDonnees");
        var extra = await EvenementColumns.VerifyAsync(source, cancellation);
        if (missing.Count == 0) findings.Ok($"the tables and columns that the vues and {EvenementColumns.SourceTable} need are there{(extra.Count > 0 ? $"; {string.Join(", ", extra)} of the events stays there" : "")}");
    }
}
