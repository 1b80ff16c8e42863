using Npgsql;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.ChargerLesVues;

/// <summary>
/// Job 3: brings the vues' tables up to date, then publishes the previous week and every complete week that is missing or stale;
/// or the one week that is named. A week in which nothing happened is published only when it is named.
/// </summary>
/// <param name="semaine">Only this week; it may be the current one, which is then marked provisional in the ledger.</param>
public sealed class ChargerLesVuesJob(Semaine? semaine = null) : IJob
{
    public string Verb => "charger-les-vues";

    public bool ReadsSource => false;

    public void EnsureUsable(PipelineSettings settings, BusinessClock clock)
    {
        _ = settings.Vues.Connections;
        if (semaine > clock.CurrentSemaine) throw PipelineException.Misused($"The week {semaine} has not begun: today is {clock.Today:yyyy-MM-dd} in {clock.Zone}.");
    }

    public Task VerifyAsync(JobContext context, CancellationToken cancellation) => MirrorRequirements.EnsureAsync(context.Analytics, cancellation);

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var turn = await PublicationTurn.TakeAsync(context, cancellation);
        var vues = new VueBackfill(context, turn);
        await vues.BringSchemaUpToDateAsync(cancellation);
        if (semaine is null) await vues.WithdrawEmptyAsync(SemaineRange.AllComplete(context.Clock), cancellation);
        var result = await vues.PublishAsync(await WeeksAsync(turn.Main, context.Clock, cancellation), cancellation);
        if (semaine == context.Clock.CurrentSemaine)
        {
            context.Logger.Provisional(semaine.Value.ToString());
            result["provisional"] = true;
        }

        return new JobOutcome(result);
    }

    private async Task<IReadOnlyCollection<Semaine>> WeeksAsync(NpgsqlConnection analytics, BusinessClock clock, CancellationToken cancellation)
    {
        if (semaine is { } only) return [only];

        var previous = (await SemaineLedger.CompleteAsync(analytics, clock, cancellation)).Where(s => s == clock.PreviousSemaine);
        return [.. await SemaineLedger.DueAsync(analytics, VueCatalog.All, clock, cancellation), .. previous];
    }
}
