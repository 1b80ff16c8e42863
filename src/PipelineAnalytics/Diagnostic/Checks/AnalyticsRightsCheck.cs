using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Whether the pipeline may make its schemas and tables in analytics, and a scratch database beside it.</summary>
internal sealed class AnalyticsRightsCheck : ICheck
{
    public string Subject => "analytics";

    public string What => "rights on analytics";

    public Needs Needs => Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        var missing = await analytics.QueryAsync(SqlFile.Read("Diagnostic/Checks/droits_analytics.sql"), static r => (Right: r.GetString(0), Remedy: r.GetString(1)), cancellation);
        foreach (var (right, remedy) in missing) findings.Fault($"the user {right}", remedy);
        if (missing.Count == 0) findings.Ok("the user may make schemas, tables and temporary tables");

        var user = QuotedName.Of(await analytics.ScalarAsync<string>("select current_user::text", cancellation) ?? "");
        var extensions = await SourceExtensionsAsync(examination, cancellation);
        if (await ScratchDatabase.IsPossibleAsync(examination.Analytics, [], cancellation))
        {
            if (await ScratchDatabase.IsPossibleAsync(examination.Analytics, extensions, cancellation)) findings.Ok("the user may make the scratch database in which definitions are laid out: only tables that changed are copied");
            else findings.Attention("an extension of production needs a superuser, so that no scratch database can be made: every table is copied every night, and readers wait about a second more", $"alter role {user} superuser, if you may; otherwise nothing need be done");
        }
        else
        {
            findings.Attention("the user has no CREATEDB: every table is copied every night, and readers wait about a second more", $"alter role {user} createdb");
        }
    }

    private static async Task<IReadOnlyList<(string, string)>> SourceExtensionsAsync(Examination examination, CancellationToken cancellation)
    {
        if (!examination.Reached.HasFlag(Needs.Source)) return [];
        await using var source = await examination.Source.OpenAsync(cancellation);
        return await Extensions.OfAsync(source, cancellation);
    }
}
