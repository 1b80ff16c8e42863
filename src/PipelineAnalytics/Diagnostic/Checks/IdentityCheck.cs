using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The pipeline never writes into production: the two settings must lead to two databases, and not be swapped.</summary>
internal sealed class IdentityCheck : ICheck
{
    public string Subject => "both databases";

    public string What => "that they are two databases";

    public Needs Needs => Needs.Source | Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await DatabaseIdentity.EnsureDifferentAsync(examination.Source, examination.Analytics, sourceRequired: true, cancellation);
        findings.Ok("source and analytics are different databases, and not swapped");
    }
}
