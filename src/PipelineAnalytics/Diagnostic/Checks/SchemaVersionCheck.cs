using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>What the next run would bring up to date in the pipeline's own schema.</summary>
internal sealed class SchemaVersionCheck : ICheck
{
    public string Subject => "analytics";

    public string What => "the pipeline's own tables";

    public Needs Needs => Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        var known = SqlFile.Below("Postgres/Migrations/");
        if (!await analytics.ScalarAsync<bool>("select to_regclass('pipeline.schema_version') is not null", cancellation))
        {
            findings.Ok($"the pipeline's tables are not there yet: the first run makes them ({known.Count} scripts)");
            return;
        }

        var done = (await analytics.QueryAsync("select scriptname from pipeline.schema_version", static r => r.GetString(0), cancellation)).ToHashSet(StringComparer.Ordinal);
        var pending = known.Where(s => !done.Contains(s)).Select(Path.GetFileName).OfType<string>().ToList();
        var unknown = done.Except(known).ToList();
        if (pending.Count > 0) findings.Ok($"the next run brings the pipeline's tables up to date: {Findings.Few(pending)}");
        else findings.Ok("the pipeline's tables are up to date");
        if (unknown.Count > 0) findings.Attention($"the pipeline's tables were brought up to date by another version than this one ({Findings.Few(unknown)})", "run the newest version everywhere");
    }
}
