using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Events whose user had no agency when they were enriched get one when he has one since: accounts and their counsellors often
/// reach the mirror after their first events. Of what derives from them only the activity knows agencies: it is counted anew.
/// </summary>
internal sealed class AgencyRetry(NpgsqlConnection analytics, PipelineSettings settings, BusinessClock clock)
{
    /// <summary>In a transaction whose own changes leave no note (<see cref="Corrections"/>).</summary>
    /// <returns>Events that were completed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table agence_trouvee (semaine date, id_utilisateur varchar, type_utilisateur varchar, agence varchar, departement varchar, region varchar) on commit drop", cancellation);
        await analytics.ExecuteAsync(Sql("agences_trouvees"), cancellation, clock.Today, settings.JoursAgenceInconnue);
        var weeks = await analytics.QueryAsync("select distinct semaine::text from agence_trouvee order by 1", static r => r.GetString(0), cancellation);
        if (weeks.Count == 0) return 0;

        await analytics.ExecuteAsync("analyze agence_trouvee", cancellation);
        var events = 0;
        foreach (var week in weeks) events += await analytics.ExecuteAsync(Sql("completer"), cancellation, week);
        await analytics.ExecuteAsync(Sql("agences_notees"), cancellation);
        await EventCounts.RecountAsync(analytics, Derived.Activity, cancellation);
        await analytics.ExecuteAsync("drop table corrige", cancellation);
        await analytics.ExecuteAsync(Sql("agence_trouvee_oubliee"), cancellation);
        return events;
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}
