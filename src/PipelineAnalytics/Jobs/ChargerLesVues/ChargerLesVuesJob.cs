using Npgsql;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.ChargerLesVues;

/// <summary>
/// Job 3: brings the vues' tables up to date, then publishes the previous week and every complete week that is missing or stale;
/// or the one week that is named. A week without events has nothing to show, and is emptied where it had.
/// </summary>
/// <param name="semaine">Only this week; it may be the current one, which is then marked provisional in the ledger.</param>
public sealed class ChargerLesVuesJob(Semaine? semaine = null) : IPlannedJob
{
    public string Verb => "charger-les-vues";

    public bool ReadsSource => false;

    public bool MakesGood => semaine is null;

    public void EnsureUsable(PipelineSettings settings, BusinessClock clock)
    {
        _ = settings.Vues.Connections;
        if (semaine > clock.CurrentSemaine) throw PipelineException.Misused($"The week {semaine} has not begun: today is {clock.Today:yyyy-MM-dd} in {clock.Zone}.");
    }

    public Task VerifyAsync(JobContext context, CancellationToken cancellation) => VuesRequirements.EnsureAsync(context, cancellation);

    public Task<VuePlan> PlanAsync(JobContext context, CancellationToken cancellation) =>
        VuePlan.MakeAsync(context, async analytics => new PlannedWeeks(await WeeksAsync(context, analytics, cancellation)), cancellation);

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var turn = await PublicationTurn.TakeAsync(context, cancellation);
        var vues = new VueBackfill(context, turn);
        await vues.BringSchemaUpToDateAsync(cancellation);
        await vues.WithdrawEmptyAsync(Range(context.Clock), cancellation);
        var weeks = new PlannedWeeks(await WeeksAsync(context, turn.Main, cancellation));
        var result = await vues.PublishAsync(weeks.Computed, cancellation);
        if (semaine is { } named && weeks.Computed.Count == 0)
        {
            context.Logger.NothingToPublish(named.ToString());
        }
        else if (semaine == context.Clock.CurrentSemaine)
        {
            context.Logger.Provisional(semaine.Value.ToString());
            result["provisional"] = true;
        }

        return new JobOutcome(result);
    }

    private SemaineRange Range(BusinessClock clock) => semaine is { } only ? new SemaineRange(only, only) : SemaineRange.AllComplete(clock);

    /// <summary>The weeks to compute, or to empty, and why.</summary>
    private async Task<IReadOnlyList<DueSemaine>> WeeksAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        var due = await SemaineLedger.DueAsync(analytics, context.Vues, context.Clock.Zone, Range(context.Clock), cancellation);
        if (semaine is { } asked) return due.Count > 0 || !await SemaineLedger.HasEventsAsync(analytics, asked, cancellation) ? due : [DueSemaine.Of(asked, DueReasons.Asked)];

        var previous = context.Clock.PreviousSemaine;
        if (due.Any(d => d.Semaine == previous) || !await SemaineLedger.HasEventsAsync(analytics, previous, cancellation)) return due;
        return [.. due, DueSemaine.Of(previous, DueReasons.Previous)];
    }
}
