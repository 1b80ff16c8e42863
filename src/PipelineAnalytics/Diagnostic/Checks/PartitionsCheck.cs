using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The partitions of the events and of the rollups are as <c>pipeline.creer_les_partitions</c> makes them, some weeks ahead.</summary>
internal sealed class PartitionsCheck : ICheck
{
    public string Subject => "analytics";

    public string What => "partitions";

    public Needs Needs => Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        if (!await analytics.ScalarAsync<bool>("select to_regclass('pipeline.semaine') is not null and to_regproc('pipeline.nom_de_partition') is not null", cancellation)) return;

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(examination.Settings.FuseauHoraire, out var found) ? found : TimeZoneInfo.Utc;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(examination.Time.GetUtcNow(), zone).DateTime);
        var odd = (await analytics.QueryAsync(SqlFile.Read("Diagnostic/Checks/partitions.sql"), static r => (Name: r.GetString(0), Why: r.GetString(1)), cancellation, Semaine.Of(today).Lundi)).ToLookup(p => p.Why, p => p.Name);
        if (odd["unexpected"].ToList() is { Count: > 0 } unexpected) findings.Fault($"partitions that are not the pipeline's: {Findings.Few(unexpected, 4)}", "detach them (alter table … detach partition …): events would go there, or a week find its place taken");
        if (odd["detached"].ToList() is { Count: > 0 } detached) findings.Fault($"tables have the names of partitions, and are none: {Findings.Few(detached, 4)}", "attach them again, or rename them: their weeks' events would find no partition");
        if (odd["missing"].ToList() is { Count: > 0 } missing) findings.Ok($"not made ahead yet: {Findings.Few(missing, 3)}; the next enrichment makes them");
        if (odd.Count == 0) findings.Ok("partitions are there for this week and the next four, and none besides those of weeks");
    }
}
