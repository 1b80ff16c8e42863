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
        var cells = await WithdrawAsync(context.Vues, weeks, cancellation);
        await transaction.CommitAsync(cancellation);
        return cells;
    }

    /// <summary>
    /// Within the caller's transaction: fills tables that are made anew, and brings the same weeks up to date in every other vue. These
    /// weeks are then of one snapshot in all vues, so that none is half new, and every check must hold.
    /// </summary>
    public async Task FillAsync(IReadOnlyList<RebuiltVue> rebuilt, IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        var others = context.Vues.Except(rebuilt.Select(t => t.Vue)).ToList();
        var due = (await SemaineLedger.DueAsync(connection, context.Vues, context.Clock.Zone, new SemaineRange(Semaine.Earliest, context.Clock.CurrentSemaine), cancellation))
            .Where(d => weeks.Contains(d.Semaine)).ToList();
        var gone = due.Where(d => d.IsEmptied).Select(d => d.Semaine).ToList();
        var filled = SemaineRange.Cover(weeks.Except(gone));
        foreach (var table in rebuilt) await FillAsync(table, filled, cancellation);
        foreach (var vue in others) await BringUpToDateAsync(vue, due.Where(d => !d.IsEmptied && d.Vues.Contains(vue.Name)).Select(d => d.Semaine), cancellation);
        await WithdrawAsync(others, gone, cancellation);

        await connection.ExecuteAsync("select set_config('search_path', concat_ws(', ', $1::text, nullif(current_setting('search_path'), '')), true)", cancellation, VueSchema.Next);
        foreach (var vue in context.Vues.Select(v => VueChecks.Reading(v, VueSchema.Next, rebuilt.Select(t => t.Vue.Name))))
        {
            foreach (var range in filled) await VueChecks.PassAsync(connection, vue, range, cancellation);
        }

        await connection.ExecuteAsync("reset search_path", cancellation);
    }

    private async Task FillAsync(RebuiltVue table, IReadOnlyList<SemaineRange> ranges, CancellationToken cancellation)
    {
        var columns = await VueReplacement.ColumnsAsync(table.Vue, connection, cancellation);
        var took = new List<(SemaineRange Range, TimeSpan Took)>();
        foreach (var range in ranges)
        {
            var begun = Stopwatch.GetTimestamp();
            await WithinAsync(table.Vue, range, () => VueReplacement.InsertAsync(table.Vue, connection, table.Next, columns, range, cancellation));
            took.Add((range, Stopwatch.GetElapsedTime(begun)));
        }

        await connection.ExecuteAsync($"analyze {table.Next}", cancellation);
        if (table.Ours) await revisions.RecordRebuiltAsync(table.Vue, table.Current, table.Next, cancellation);
        await connection.ExecuteAsync("delete from pipeline.vue_semaine where vue = $1", cancellation, table.Vue.Name);
        foreach (var (range, duration) in took) await RecordAsync(table.Vue, range, duration, cancellation);
    }

    private async Task BringUpToDateAsync(VueDefinition vue, IEnumerable<Semaine> weeks, CancellationToken cancellation)
    {
        foreach (var range in SemaineRange.Cover(weeks))
        {
            var begun = Stopwatch.GetTimestamp();
            await WithinAsync(vue, range, () => new VueReplacement(connection, vue, revisions).ReplaceAsync(range, cancellation));
            await RecordAsync(vue, range, Stopwatch.GetElapsedTime(begun), cancellation);
        }
    }

    private static async Task WithinAsync(VueDefinition vue, SemaineRange range, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (PostgresException e) when (VueFault.IsOfItsSql(e))
        {
            throw new PipelineException($"The vue {vue.Name} cannot be computed while tables are made anew, in the week {range} ({VueFault.Words(e)}). What was there stays: mend model.sql or table.sql and run again.", e);
        }
    }

    private async Task<long> WithdrawAsync(IReadOnlyList<VueDefinition> vues, IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        long cells = 0;
        if (weeks.Count == 0) return cells;
        foreach (var vue in vues) cells += await new VueReplacement(connection, vue, revisions).WithdrawAsync(weeks, cancellation);
        await connection.ExecuteAsync("delete from pipeline.vue_semaine where semaine = any ($1) and vue = any ($2)", cancellation,
            weeks.Select(w => w.Lundi).ToArray(), vues.Select(v => v.Name).ToArray());
        return cells;
    }

    private Task RecordAsync(VueDefinition vue, SemaineRange range, TimeSpan took, CancellationToken cancellation) => connection.ExecuteAsync(
        SqlFile.Read("Vues/inscrire.sql"), cancellation,
        vue.Name, range.First.Lundi, range.Last.Lundi, context.Clock.Now.UtcDateTime, vue.ModelFingerprint, context.Clock.Zone, context.Clock.CurrentSemaine.Lundi,
        (long)Math.Ceiling(took.TotalMilliseconds / range.Count), context.Run);
}
