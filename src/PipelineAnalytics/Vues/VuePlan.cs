using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>The weeks that a run computes, and why; and those that a run that was stopped has done already.</summary>
/// <param name="Weeks">To compute, or to empty, in their order.</param>
/// <param name="AlreadyDone">How many are passed by.</param>
/// <param name="Since">When the run that is gone on with began, UTC; null when none is.</param>
internal sealed record PlannedWeeks(IReadOnlyList<DueSemaine> Weeks, int AlreadyDone = 0, DateTime? Since = null)
{
    public IReadOnlyList<Semaine> Computed => [.. Weeks.Where(w => !w.IsEmptied).Select(w => w.Semaine)];
}

/// <summary>What a verb would do, for <c>--plan</c>.</summary>
/// <param name="Vues">In which every week is computed.</param>
/// <param name="IsKnown">False where the bookkeeping is not there yet, or of an earlier version: the first run makes it.</param>
/// <param name="Duration">Of the weeks, about; null when it is not known.</param>
/// <param name="Recounted">Weeks whose events are counted anew first. Those that look back on them are then due, and computed too.</param>
/// <param name="Rebuilt">Vues whose table is made anew, with all its weeks.</param>
public sealed record VuePlan(
    IReadOnlyList<DueSemaine> Weeks, IReadOnlyList<string> Vues, int Connections, bool IsKnown = false, int AlreadyDone = 0, DateTime? Since = null, TimeSpan? Duration = null,
    long Recounted = 0, IReadOnlyList<string>? Rebuilt = null)
{
    /// <summary>Reads, in a transaction that could not write.</summary>
    internal static async Task<VuePlan> MakeAsync(JobContext context, Func<NpgsqlConnection, Task<PlannedWeeks>> weeks, CancellationToken cancellation, SemaineRange? recounted = null)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var transaction = await analytics.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await analytics.ExecuteAsync("set transaction read only", cancellation);
        var vues = context.Vues.Select(v => v.Name).ToArray();
        var most = VueBackfill.Connections(context);
        if (!await SemaineLedger.IsReadyAsync(analytics, cancellation)) return new VuePlan([], vues, most);

        var planned = await weeks(analytics);
        var connections = Math.Clamp(VueBackfill.Ranges(planned.Computed, most).Count, 1, most);
        var sum = await analytics.ScalarAsync<long>(SqlFile.Read("Vues/durees.sql"), cancellation, vues, planned.Computed.Select(w => w.Lundi).ToArray());
        return new VuePlan(planned.Weeks, vues, connections, IsKnown: true, planned.AlreadyDone, planned.Since, sum > 0 ? TimeSpan.FromMilliseconds((double)sum / connections) : null,
            await RollupRebuild.PlannedAsync(analytics, recounted, cancellation), [.. (await VueSchema.OutdatedAsync(analytics, context.Vues, cancellation)).Select(v => v.Name)]);
    }
}
