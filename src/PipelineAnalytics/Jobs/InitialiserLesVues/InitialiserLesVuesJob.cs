using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.InitialiserLesVues;

/// <summary>
/// Recomputes complete weeks from the events themselves: the users' weekly activity is built anew first, so that corrections made
/// to past events count (spec, <i>Jobs</i>).
/// </summary>
public sealed class InitialiserLesVuesJob : IJob
{
    private readonly Func<BusinessClock, SemaineRange> bounds;

    private InitialiserLesVuesJob(string verb, Func<BusinessClock, SemaineRange> bounds) => (Verb, this.bounds) = (verb, bounds);

    public string Verb { get; }

    public bool ReadsSource => false;

    /// <summary>Every complete week that has events, or every complete week from <paramref name="du"/> to <paramref name="au"/>, both included.</summary>
    /// <exception cref="PipelineException">Exit code 2: the range ends before it begins.</exception>
    public static InitialiserLesVuesJob Between(Semaine? du, Semaine? au)
    {
        if (du > au) throw PipelineException.Misused($"--du {du} is after --au {au}.");
        return new InitialiserLesVuesJob("initialiser-les-vues", clock => new SemaineRange(du ?? Semaine.Earliest, au ?? clock.PreviousSemaine));
    }

    /// <summary>The complete weeks from the one that holds the day a year ago.</summary>
    public static InitialiserLesVuesJob LastYear() => new("initialiser-les-vues-derniere-annee",
        clock => new SemaineRange(Semaine.Of(clock.Today.AddYears(-1)), clock.PreviousSemaine));

    public void EnsureUsable(PipelineSettings settings, BusinessClock clock)
    {
        _ = settings.Vues.Connections;
        if (bounds(clock).Last > clock.PreviousSemaine) throw PipelineException.Misused($"--au {bounds(clock).Last} is no complete week: the last one is {clock.PreviousSemaine}.");
    }

    public Task VerifyAsync(JobContext context, CancellationToken cancellation) => MirrorRequirements.EnsureAsync(context.Analytics, cancellation);

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        var range = bounds(context.Clock);

        await using var turn = await PublicationTurn.TakeAsync(context, cancellation);
        var vues = new VueBackfill(context, turn);
        await vues.BringSchemaUpToDateAsync(cancellation);
        await ActivityRebuild.RunAsync(context, turn.Main, range, cancellation);
        await vues.WithdrawEmptyAsync(range, cancellation);
        var weeks = (await SemaineLedger.CompleteAsync(turn.Main, context.Clock, cancellation)).Where(s => s >= range.First && s <= range.Last);
        return new JobOutcome(await vues.PublishAsync([.. weeks], cancellation));
    }
}
