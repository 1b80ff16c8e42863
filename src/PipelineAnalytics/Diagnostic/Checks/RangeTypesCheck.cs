using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The constructors of a range type belong to the superuser, and only he can move them to the mirror's schema.</summary>
internal sealed class RangeTypesCheck : ICheck
{
    public string Subject => "extensions";

    public string What => "range types";

    public Needs Needs => Needs.Source | Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        var types = await source.QueryAsync(SqlFile.Read("Diagnostic/Checks/types_intervalle.sql"), static r => r.GetString(0), cancellation);
        if (types.Count == 0) return;

        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        if (await analytics.ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user", cancellation)) findings.Ok($"the range types {Findings.Few(types)} can be mirrored by a superuser, as the user of analytics is");
        else findings.Fault($"production has range types ({Findings.Few(types)}), which only a superuser of analytics can mirror", "let a superuser be the user of ConnectionStrings__Analytics, or drop the types in production");
    }
}
