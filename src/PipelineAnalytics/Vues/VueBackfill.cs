using System.Text.Json.Nodes;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>Publishes any number of weeks, spread over connections: one set-based statement a vue and range, one transaction a range.</summary>
internal sealed class VueBackfill(JobContext context, PublicationTurn turn)
{
    /// <summary>Weeks of one transaction: long enough to read the activity once for many, short enough to show progress and to resume.</summary>
    private const int WeeksPerTransaction = 8;

    /// <summary>The main one, that of the run's record while it lasts and at its end, and one to spare.</summary>
    private const int ConnectionsOfTheRun = 4;

    private readonly VuePublisher publisher = new(context, turn.Main);
    private long cellsWithdrawn;

    public async Task BringSchemaUpToDateAsync(CancellationToken cancellation)
    {
        await VueVerification.EnsureUsableAsync(turn.Main, context.Vues, cancellation);
        // Before a table is filled: what it is read from is by today's rules.
        await RollupRebuild.EnsureCurrentAsync(context, turn.Main, cancellation);
        await FuseauGuard.EnsureSameAsync(turn.Main, context.Clock.Zone, cancellation);
        await new VueSchema(context, turn.Main, publisher).BringUpToDateAsync(cancellation);
    }

    /// <summary>A week whose events are gone has nothing to show.</summary>
    public async Task WithdrawEmptyAsync(SemaineRange range, CancellationToken cancellation)
    {
        var due = await SemaineLedger.DueAsync(turn.Main, context.Vues, context.Clock.Zone, range, cancellation);
        var empty = due.Where(d => d.IsEmptied).Select(d => d.Semaine).ToList();
        if (empty.Count > 0) cellsWithdrawn = await publisher.WithdrawAsync(empty, cancellation);
    }

    /// <summary>The last step of a run: nothing is published on the main connection after it.</summary>
    /// <exception cref="PipelineException">Weeks are refused, and named; all others are published.</exception>
    /// <exception cref="JobInterruptedException">Told to stop: the weeks in hand are published, others are left.</exception>
    public async Task<JsonObject> PublishAsync(IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        var most = Connections(context);
        var ranges = Ranges(weeks, most);
        var progress = new WeeksProgress(context, ranges.Sum(r => r.Count));
        var refusals = new Refusals();
        if (ranges.Count > 0) await SpreadAsync(new(ranges), Math.Min(most, ranges.Count), progress, refusals, cancellation);
        foreach (var vue in context.Vues) await turn.Main.ExecuteAsync($"analyze {QuotedName.Of("public", vue.Name)}", CancellationToken.None);
        refusals.EnsureNone();
        progress.EnsureWhole();
        return new JsonObject
        {
            ["weeks"] = progress.Total,
            ["from"] = ranges.Count > 0 ? ranges[0].First.ToString() : null,
            ["to"] = ranges.Count > 0 ? ranges[^1].Last.ToString() : null,
            ["rows"] = progress.Replaced.Rows,
            ["cellsChanged"] = progress.Replaced.Cells + cellsWithdrawn,
        };
    }

    private async Task SpreadAsync(Queue<SemaineRange> ranges, int count, WeeksProgress progress, Refusals refusals, CancellationToken cancellation)
    {
        await using var connections = await turn.SpreadAsync(count, cancellation);
        using var failure = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, failure.Token);
        using var atOnce = new CancellationTokenSource();
        using var told = cancellation.Register(Told);
        await Task.WhenAll(connections.All.Select(c => new VuePublisher(context, c, count)).Select(WorkAsync).ToList());

        void Told()
        {
            context.Logger.FinishingWeeks();
            // What a platform would kill is better rolled back by ourselves, and recorded.
            if (context.StopTime is { } time) atOnce.CancelAfter(time);
        }

        async Task WorkAsync(VuePublisher one)
        {
            try
            {
                // A range that was begun is ended: only between two is the token looked at.
                while (!stop.IsCancellationRequested && Next(ranges) is { } range)
                {
                    await TryAsync(one, range);
                }
            }
            catch
            {
                // The others end what they have in hand, and begin nothing more.
                await failure.CancelAsync();
                throw;
            }
        }

        async Task TryAsync(VuePublisher one, SemaineRange range)
        {
            try
            {
                using var span = Telemetry.Step("publish")?.SetTag("pipeline.from", $"{range.First}").SetTag("pipeline.to", $"{range.Last}");
                progress.Done(range, await one.PublishAsync(range, atOnce.Token));
            }
            catch (PipelineException e)
            {
                // A week that is refused is no reason to keep its neighbours back: each is tried alone.
                if (range.Count == 1) refusals.Add(range.First, e);
                else AddWeeks(ranges, range);
            }
        }
    }

    /// <summary>Of the setting, as far as the pool of connections allows: the run itself needs a few.</summary>
    public static int Connections(JobContext context) => Math.Max(1, Math.Min(context.Settings.Vues.Connections, context.Analytics.Connection.MaxPoolSize - ConnectionsOfTheRun));

    public static IReadOnlyList<SemaineRange> Ranges(IReadOnlyCollection<Semaine> weeks, int connections) => SemaineRange.Share(weeks, connections, WeeksPerTransaction);

    private static SemaineRange? Next(Queue<SemaineRange> ranges)
    {
        lock (ranges) return ranges.TryDequeue(out var range) ? range : null;
    }

    private static void AddWeeks(Queue<SemaineRange> ranges, SemaineRange range)
    {
        lock (ranges)
        {
            foreach (var week in range.Weeks) ranges.Enqueue(new SemaineRange(week, week));
        }
    }
}
