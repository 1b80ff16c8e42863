using System.Data;
using System.Diagnostics;
using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// Publishes weeks: all vues of a week in one transaction, after their checks, or none. Its connection has a lock of
/// <see cref="PublicationTurn"/>, so two publishers exclude each other.
/// </summary>
/// <param name="connections">How many publish at the same time.</param>
internal sealed class VuePublisher(JobContext context, NpgsqlConnection connection, int connections = 1)
{
    private readonly Revisions revisions = new(connection, context.Clock, context.Run);

    /// <summary>One snapshot for events, activity and mirror: what is enriched meanwhile is for the next run.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await PublicationMemory.SetAsync(connection, connections, cancellation);
        return transaction;
    }

    /// <summary>Replaces a range of weeks in every vue.</summary>
    public async Task<Replaced> PublishAsync(SemaineRange range, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(cancellation);
        var replaced = default(Replaced);
        var took = new Dictionary<VueDefinition, TimeSpan>();
        foreach (var vue in context.Vues)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                replaced += await new VueReplacement(connection, vue, revisions).ReplaceAsync(range, cancellation);
            }
            catch (PostgresException e) when (VueFault.IsOfItsSql(e))
            {
                await transaction.RollbackAsync(cancellation);
                throw await VueFault.ExplainAsync(connection, vue, range, e, cancellation);
            }

            took[vue] = Stopwatch.GetElapsedTime(begun);
        }

        foreach (var vue in context.Vues)
        {
            var begun = Stopwatch.GetTimestamp();
            await VueChecks.PassAsync(connection, vue, range, cancellation);
            await RecordAsync(vue, range, took[vue] + Stopwatch.GetElapsedTime(begun), cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return replaced;
    }

    /// <summary>Takes weeks away from every vue and from the ledger.</summary>
    /// <returns>Cells that were there.</returns>
    public async Task<long> WithdrawAsync(IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(cancellation);
        long cells = 0;
        foreach (var vue in context.Vues) cells += await new VueReplacement(connection, vue, revisions).WithdrawAsync(weeks, cancellation);
        await connection.ExecuteAsync("delete from pipeline.vue_semaine where semaine = any ($1) and vue = any ($2)", cancellation,
            weeks.Select(w => w.Lundi).ToArray(), context.Vues.Select(v => v.Name).ToArray());
        await transaction.CommitAsync(cancellation);
        return cells;
    }

    /// <summary>Computes weeks of one vue into a new table, within the caller's transaction; notes what moved against <paramref name="old"/>, where there is one of ours.</summary>
    public async Task FillAsync(VueDefinition vue, QuotedName target, QuotedName? old, IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        var columns = await VueReplacement.ColumnsAsync(vue, connection, cancellation);
        var took = new List<(SemaineRange Range, TimeSpan Took)>();
        foreach (var range in SemaineRange.Cover(weeks))
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await VueReplacement.InsertAsync(vue, connection, target, columns, range, cancellation);
            }
            catch (PostgresException e) when (VueFault.IsOfItsSql(e))
            {
                throw new PipelineException($"The new table of the vue {vue.Name} cannot be filled with the weeks {range} ({e.MessageText}). The one that was there stays: mend model.sql or table.sql and run again.", e);
            }

            took.Add((range, Stopwatch.GetElapsedTime(begun)));
        }

        if (old is { } replaced) await revisions.RecordRebuiltAsync(vue, replaced, target, cancellation);
        foreach (var (range, duration) in took) await RecordAsync(vue, range, duration, cancellation);
    }

    /// <summary>Runs the checks of a vue that was filled. Weeks that are due, in another vue, are checked when they are published in all: until then two vues may rightly disagree.</summary>
    public async Task CheckFilledAsync(VueDefinition vue, IEnumerable<Semaine> weeks, CancellationToken cancellation)
    {
        var due = await SemaineLedger.DueAsync(connection, context.Vues, context.Clock, cancellation);
        foreach (var range in SemaineRange.Cover(weeks.Except(due.Select(d => d.Semaine)))) await VueChecks.PassAsync(connection, vue, range, cancellation);
    }

    private Task RecordAsync(VueDefinition vue, SemaineRange range, TimeSpan took, CancellationToken cancellation) => connection.ExecuteAsync(
        SqlFile.Read("Vues/inscrire.sql"), cancellation,
        vue.Name, range.First.Lundi, range.Last.Lundi, context.Clock.Now.UtcDateTime, vue.ModelFingerprint, context.Clock.Zone, context.Clock.CurrentSemaine.Lundi,
        (long)Math.Ceiling(took.TotalMilliseconds / range.Count), context.Run);
}
