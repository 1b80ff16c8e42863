using System.Globalization;
using Npgsql;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.InitialiserLesVues;

/// <summary>
/// Recomputes complete weeks. The rollups that they are read from are first held against the events, week by week, and made anew
/// where they do not hold as many. Stopped and asked for again, it goes on with the weeks that are left.
/// </summary>
public sealed class InitialiserLesVuesJob : IPlannedJob
{
    private readonly Func<BusinessClock, SemaineRange> bounds;
    private readonly Semaine? du, au;
    private readonly bool recommencer, reconstruire;

    private InitialiserLesVuesJob(string verb, Func<BusinessClock, SemaineRange> bounds, Semaine? du, Semaine? au, bool recommencer, bool reconstruire) =>
        (Verb, this.bounds, this.du, this.au, this.recommencer, this.reconstruire) = (verb, bounds, du, au, recommencer, reconstruire);

    public string Verb { get; }

    public bool ReadsSource => false;

    /// <summary>Every complete week that has events, or every complete week from <paramref name="du"/> to <paramref name="au"/>, both included.</summary>
    /// <param name="recommencer">Compute all of them, those too that a run that was stopped has done.</param>
    /// <param name="reconstruire">Make the rollups of all these weeks anew from the events, whatever they hold.</param>
    /// <exception cref="PipelineException">Exit code 2: the range ends before it begins.</exception>
    public static InitialiserLesVuesJob Between(Semaine? du, Semaine? au, bool recommencer = false, bool reconstruire = false)
    {
        if (du > au) throw PipelineException.Misused($"--du {du} is after --au {au}.");
        return new InitialiserLesVuesJob("initialiser-les-vues", clock => new SemaineRange(du ?? Semaine.Earliest, au ?? clock.PreviousSemaine), du, au, recommencer, reconstruire);
    }

    /// <summary>The complete weeks from the one that holds the day a year ago.</summary>
    /// <param name="recommencer">Compute all of them, those too that a run that was stopped has done.</param>
    /// <param name="reconstruire">Make the rollups of all these weeks anew from the events, whatever they hold.</param>
    public static InitialiserLesVuesJob LastYear(bool recommencer = false, bool reconstruire = false) => new("initialiser-les-vues-derniere-annee",
        clock => new SemaineRange(Semaine.Of(clock.Today.AddYears(-1)), clock.PreviousSemaine), null, null, recommencer, reconstruire);

    public void EnsureUsable(PipelineSettings settings, BusinessClock clock)
    {
        _ = settings.Vues.Connections;
        if (bounds(clock).Last > clock.PreviousSemaine) throw PipelineException.Misused($"--au {bounds(clock).Last} is no complete week: the last one is {clock.PreviousSemaine}.");
    }

    public Task VerifyAsync(JobContext context, CancellationToken cancellation) => VuesRequirements.EnsureAsync(context, cancellation);

    public Task<VuePlan> PlanAsync(JobContext context, CancellationToken cancellation) => VuePlan.MakeAsync(context,
        async analytics => await WeeksAsync(context, analytics, recommencer ? null : await Campaign.FindAsync(analytics, Verb, du, au, reconstruire, cancellation), cancellation), cancellation, reconstruire ? bounds(context.Clock) : null);

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        var range = bounds(context.Clock);
        await using var turn = await PublicationTurn.TakeAsync(context, cancellation);
        var vues = new VueBackfill(context, turn);
        await vues.BringSchemaUpToDateAsync(cancellation);
        var campaign = await CampaignAsync(context, turn.Main, cancellation);
        await RollupRebuild.EnsureWholeAsync(context, turn.Main, range, cancellation);
        await vues.WithdrawEmptyAsync(range, cancellation);
        var weeks = await WeeksAsync(context, turn.Main, campaign, cancellation);
        if (weeks.AlreadyDone > 0) context.Logger.Resuming(campaign.Started.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture), weeks.AlreadyDone, weeks.AlreadyDone + weeks.Computed.Count);
        var result = await vues.PublishAsync(weeks.Computed, cancellation);
        await campaign.EndAsync(turn.Main, context.Clock, CancellationToken.None);
        if (weeks.AlreadyDone > 0) result["weeksDoneBefore"] = weeks.AlreadyDone;
        return new JobOutcome(result);
    }

    /// <summary>The one that was stopped, or a new one. What is to be counted anew for it is noted with its beginning, and stays noted until it is done.</summary>
    private async Task<Campaign> CampaignAsync(JobContext context, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        var stopped = await Campaign.FindAsync(analytics, Verb, du, au, reconstruire, cancellation);
        if (stopped is not null && !recommencer) return stopped;

        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        if (stopped is not null) await stopped.EndAsync(analytics, context.Clock, cancellation);
        var run = context.Run ?? throw new InvalidOperationException("A backfill is recorded.");
        var campaign = await Campaign.BeginAsync(analytics, Verb, du, au, reconstruire, context.Clock, run, cancellation);
        if (reconstruire) await RollupRebuild.QueueAllAsync(analytics, bounds(context.Clock), cancellation);
        await transaction.CommitAsync(cancellation);
        return campaign;
    }

    private async Task<PlannedWeeks> WeeksAsync(JobContext context, NpgsqlConnection analytics, Campaign? campaign, CancellationToken cancellation)
    {
        var range = bounds(context.Clock);
        var due = await SemaineLedger.DueAsync(analytics, context.Vues, context.Clock.Zone, range, cancellation);
        var complete = (await SemaineLedger.CompleteAsync(analytics, context.Clock, cancellation)).Where(s => s >= range.First && s <= range.Last).ToList();
        var done = campaign is null ? [] : await campaign.DoneAsync(analytics, context.Vues, due, cancellation);
        var reasons = due.ToDictionary(d => d.Semaine);
        var left = complete.Where(s => !done.Contains(s)).Select(s => reasons.GetValueOrDefault(s, DueSemaine.Of(s, DueReasons.Asked)));
        var skipped = complete.Count(done.Contains);
        return new PlannedWeeks([.. due.Where(d => d.IsEmptied).Concat(left).OrderBy(d => d.Semaine)], skipped, skipped > 0 ? campaign!.Started : null);
    }
}
