using System.Globalization;
using System.Text.Json.Nodes;
using PipelineAnalytics.Jobs.ChargerLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.NettoyerLesEvenements;

/// <summary>
/// Deletes from production the events that are old enough and that analytics is proven to have: the same id with the same date,
/// looked up now. Off unless <see cref="NettoyageSettings.Jours"/> is set. Part of no chain.
/// </summary>
/// <remarks>
/// The one job that writes into production. A kill leaves whole batches deleted, and nothing else; the next run goes on. The lock of
/// the events is held: a load that runs meanwhile would compare with a source that changes under its proof.
/// </remarks>
public sealed class NettoyerLesEvenementsJob : IJob
{
    /// <summary>Production promises its events for a week: a night that was missed must find them.</summary>
    private const int LeastDays = 7;

    /// <summary>A century: far enough, and within what dates can say.</summary>
    private const int MostDays = 36_500;

    public string Verb => "nettoyer-les-evenements";

    public bool ReadsSource => true;

    public void EnsureUsable(PipelineSettings settings, BusinessClock clock)
    {
        switch (settings.Nettoyage.Jours)
        {
            case null:
                throw PipelineException.Misused($"{Verb} is off: to switch it on, set Pipeline__Nettoyage__Jours to the age in days, at least {LeastDays}, from which events that analytics has are deleted from production.");
            case < LeastDays or > MostDays:
                throw PipelineException.Misused(string.Create(CultureInfo.InvariantCulture, $"Pipeline__Nettoyage__Jours is {settings.Nettoyage.Jours}: it takes a number of days from {LeastDays} to {MostDays}, because production keeps its events at least {LeastDays} days."));
        }
    }

    public async Task VerifyAsync(JobContext context, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        await EvenementColumns.VerifyAsync(source, cancellation);
        var (standby, allowed) = (await source.QueryAsync(SqlFile.Read("Jobs/NettoyerLesEvenements/possible.sql"), static r => (r.GetBoolean(0), r.GetBoolean(1)), cancellation))[0];
        var place = $"{context.RequiredSource.Place} ({context.RequiredSource.Setting})";
        if (standby) throw new PipelineException($"{place} is a standby, which takes no writes: events can be deleted from the primary only; nothing was deleted.");
        if (!allowed) throw new PipelineException($"The user {source.UserName} may not delete from {EvenementColumns.SourceTable} on {place}: grant delete on {EvenementColumns.SourceTable} to that user, and run {Verb} again; nothing was deleted.");
    }

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        var before = await LimitAsync(context, cancellation);
        var purge = new EvenementPurge(analytics, context);
        await purge.RunAsync(before, cancellation);
        return new JobOutcome(new JsonObject
        {
            ["before"] = before.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["candidates"] = purge.Candidates,
            ["deleted"] = purge.Deleted,
            ["notInAnalytics"] = purge.Candidates - purge.Proven,
            ["batchesSkipped"] = purge.Skipped,
        });
    }

    /// <summary>By our clock or by production's, whichever is behind: a clock that is wrong, or set ahead by --maintenant, makes no event old.</summary>
    private static async Task<DateTimeOffset> LimitAsync(JobContext context, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        var theirs = new DateTimeOffset(await source.ScalarAsync<DateTime>("select clock_timestamp()", cancellation));
        var now = theirs < context.Clock.Now ? theirs : context.Clock.Now;
        return now.AddDays(-context.Settings.Nettoyage.Jours!.Value);
    }
}
