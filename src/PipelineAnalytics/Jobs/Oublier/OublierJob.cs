using System.Text.Json.Nodes;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.Oublier;

/// <summary>
/// Forgets people: in their events and in all that derives from these, each one's identifier is replaced by a random pseudonym that
/// nothing ties to it. A person stays one person, so every count stays what it was, and no published week becomes stale.
/// </summary>
/// <remarks>
/// <para>Enrichment finds a user's agency by his identifier: events that wait for it are enriched first.</para>
/// <para>
/// What is forgotten is what analytics holds now, but for the mirror, which follows production. An account that lives on there sends new events
/// under its identifier, and a repair of a day or a restored backup brings the old ones: forget again then. Backups and WAL keep the
/// identifier until they expire.
/// </para>
/// </remarks>
/// <param name="utilisateurs">Identifiers, as events hold them. They reach the server by COPY, which its log does not repeat.</param>
public sealed class OublierJob(IReadOnlyCollection<string> utilisateurs) : IJob
{
    public string Verb => "oublier";

    public bool ReadsSource => false;

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        var people = utilisateurs.Distinct(StringComparer.Ordinal).ToList();
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        var forgetting = new Forgetting(analytics);
        await forgetting.NameAsync(people, cancellation);
        var enriched = await EnrichFirstAsync(forgetting, context, cancellation);

        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        await forgetting.RunAsync(cancellation);
        var left = await new RowVersions(analytics).RemoveAsync(cancellation);
        if (left > 0) context.Logger.RowVersionsLeft(left);
        return new JobOutcome(new JsonObject
        {
            ["users"] = people.Count,
            ["usersFound"] = forgetting.Found,
            ["events"] = forgetting.EventsRenamed,
            ["enrichedFirst"] = enriched,
            ["tablesToVacuum"] = left,
        });
    }

    /// <summary>In a transaction of its own, as any night's enrichment: its weeks become due as they would have.</summary>
    private static async Task<int> EnrichFirstAsync(Forgetting forgetting, JobContext context, CancellationToken cancellation)
    {
        if (await forgetting.WaitingAsync(cancellation) == 0) return 0;
        var enrichment = new EnrichirLesEvenementsJob();
        await enrichment.VerifyAsync(context, cancellation);
        return (int)(await enrichment.RunAsync(context, cancellation)).Result["enriched"]!;
    }
}
