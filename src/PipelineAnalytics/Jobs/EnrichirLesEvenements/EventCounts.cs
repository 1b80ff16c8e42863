using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.EnrichirLesEvenements;

/// <summary>
/// Counts the events of <c>evenement_a_cumuler</c> (a temporary table or view of that name) once, in small keys, and adds the counts
/// to what derives from events. Within the caller's transaction, which holds the lock of the events.
/// </summary>
internal static class EventCounts
{
    /// <summary>A correction by hand may touch all of history: it is not copied whole into a temporary table.</summary>
    private const int RecountedAtOnce = 1_000_000;

    /// <summary>Changes whenever the rules of counting may have: the rollups of all weeks are then made anew.</summary>
    public static string Definition { get; } = Fingerprint.OfRules(Sql("compter"), Sql("cumuler_activite"), Sql("cumuler_usages"));

    public static async Task AddAsync(NpgsqlConnection analytics, Derived what, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync(Sql("compter"), cancellation);
        if (what.HasFlag(Derived.Activity)) await analytics.ExecuteAsync(Sql("cumuler_activite"), cancellation);
        if (what.HasFlag(Derived.Usage)) await analytics.ExecuteAsync(Sql("cumuler_usages"), cancellation);
        if (what.HasFlag(Derived.Analysts)) await analytics.ExecuteAsync(Sql("analystes"), cancellation);
        await analytics.ExecuteAsync("drop table compte", cancellation);
    }

    /// <summary>The same over the events that a condition chooses.</summary>
    /// <param name="condition">On the columns of <c>public.evenement_engagement</c>; a view takes no parameters.</param>
    public static async Task AddWhereAsync(NpgsqlConnection analytics, string condition, Derived what, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync($"create temp view evenement_a_cumuler as select * from public.evenement_engagement where {condition}", cancellation);
        await AddAsync(analytics, what, cancellation);
        await analytics.ExecuteAsync("drop view evenement_a_cumuler", cancellation);
    }

    /// <summary>Counts anew, in the rollups, the weeks and users of the temporary table <c>corrige</c>: by weeks, so that no other partition is read.</summary>
    public static async Task RecountAsync(NpgsqlConnection analytics, Derived what, CancellationToken cancellation)
    {
        var weeks = await analytics.QueryAsync("select distinct semaine::text from corrige where semaine is not null", static r => r.GetString(0), cancellation);
        await analytics.QueryAsync(Sql("partitions_de"), static r => r.GetString(0), cancellation, (object)weeks.ToArray());
        await analytics.ExecuteAsync("create temp table evenement_a_cumuler (like public.evenement_engagement)", cancellation);
        var events = 0;
        foreach (var week in weeks)
        {
            if (what.HasFlag(Derived.Activity)) await analytics.ExecuteAsync(Sql("oublier_activite"), cancellation, week);
            if (what.HasFlag(Derived.Usage)) await analytics.ExecuteAsync(Sql("oublier_usages"), cancellation, week);
            events += await analytics.ExecuteAsync(Sql("reprendre"), cancellation, week);
            if (events < RecountedAtOnce && week != weeks[^1]) continue;

            await AddAsync(analytics, what, cancellation);
            await analytics.ExecuteAsync("truncate evenement_a_cumuler", cancellation);
            events = 0;
        }

        await analytics.ExecuteAsync("drop table evenement_a_cumuler", cancellation);
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/EnrichirLesEvenements/{name}.sql");
}

/// <summary>What derives from events.</summary>
[Flags]
internal enum Derived
{
    /// <summary><c>pipeline.activite_hebdo</c></summary>
    Activity = 1,

    /// <summary><c>pipeline.usage_hebdo</c></summary>
    Usage = 2,

    /// <summary>Both rollups.</summary>
    Rollups = Activity | Usage,

    /// <summary><c>public.evenement_engagement_jeune</c> and <c>pipeline.conseiller_ae</c></summary>
    Analysts = 4,
}
