using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>What job 0 would copy, and what it would pass by.</summary>
internal sealed class MirrorCheck : ICheck
{
    public string Subject => "mirror";

    public string What => "what would be copied";

    public Needs Needs => Needs.Source;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        var tables = await examination.TablesAsync(source, cancellation);
        var (excluded, copied) = (tables.Where(t => t.IsExcluded).Select(t => t.Name).ToList(), tables.Where(t => !t.IsExcluded).ToList());
        var rowless = copied.Where(t => examination.Selection.IsWithoutRows(t.Name)).ToList();
        var full = copied.Except(rowless).ToList();
        findings.Ok($"{Sizes.Count(full.Count)} tables would be copied, about {Sizes.Count(full.Sum(t => t.EstimatedRows))} rows, {Sizes.Bytes(full.Sum(t => t.Bytes))}; largest {string.Join(", ", full.OrderByDescending(t => t.Bytes).Take(3).Select(t => $"{t.Name} {Sizes.Bytes(t.Bytes)}"))}");
        if (excluded.Count > 0) findings.Ok($"passed by: {Findings.Few(excluded)}");
        if (rowless.Count > 0) findings.Ok($"without their rows: {Findings.Few([.. rowless.Select(t => t.Name)])}");

        var elsewhere = await source.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/partitions_ailleurs.sql"), static r => r.GetString(0), cancellation);
        if (elsewhere.Count > 0) findings.Attention($"left out, being in another schema: {Findings.Few(elsewhere, 4)}", "move them to public, if analysts need their rows");
        var taken = VueCatalog.Embedded.Select(v => v.Name).Concat(["evenement_engagement", "evenement_engagement_jeune"]).Intersect(copied.Select(t => t.Name)).ToList();
        if (taken.Count > 0) findings.Fault($"the source has {Findings.Few(taken)}, a name that the pipeline writes under in analytics", "add it to Pipeline__Miroir__Exclure");
    }
}
