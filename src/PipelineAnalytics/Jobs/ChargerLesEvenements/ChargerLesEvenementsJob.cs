using System.Text.Json.Nodes;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>
/// Job 1: brings the events that analytics does not have, found by their ids, by COPY from one server to the other; then proves
/// that analytics has all that the source holds, and repairs what differs.
/// </summary>
/// <remarks>
/// Neither dates nor the order of ids tell what is new: ids are taken before commit, dates come from phones. A crash leaves
/// nothing: one transaction is all there is.
/// </remarks>
public sealed class ChargerLesEvenementsJob : IJob
{
    public string Verb => "charger-les-evenements";

    public bool ReadsSource => true;

    public async Task VerifyAsync(JobContext context, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        await EvenementColumns.VerifyAsync(source, cancellation);
    }

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);

        // After the lock: a snapshot taken before it would not see what a load that held it has seen.
        await using var snapshot = await SourceSnapshot.TakeAsync(context.RequiredSource, cancellation);
        var ignored = await EvenementColumns.VerifyAsync(snapshot.Connection, cancellation);

        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        // Compiling (jit) a statement for each of hundreds of partitions costs more than the statement.
        await analytics.ExecuteAsync("set local jit = off", cancellation);
        var load = await Telemetry.StepAsync("bring", () => EvenementLoad.RunAsync(snapshot, analytics, context, cancellation));
        var repaired = await Telemetry.StepAsync("prove", () => ProveAsync(load, context, cancellation));
        using (Telemetry.Step("commit")) await transaction.CommitAsync(cancellation);

        return new JobOutcome(new JsonObject
        {
            ["inSource"] = load.Receipt.InSource,
            ["alreadyThere"] = load.Receipt.InSource - load.Loaded,
            ["loaded"] = load.Loaded,
            // Between equal types COPY takes every row or fails: the receipt says so.
            ["rejected"] = 0,
            ["repairedDays"] = new JsonArray([.. repaired.Select(d => JsonValue.Create(d))]),
            ["ignoredColumns"] = new JsonArray([.. ignored.Select(c => JsonValue.Create(c))]),
        });
    }

    /// <exception cref="PipelineException">The difference stays after the repair: nothing is committed.</exception>
    private static async Task<IReadOnlyList<string>> ProveAsync(EvenementLoad load, JobContext context, CancellationToken cancellation)
    {
        var days = await load.Receipt.DifferencesAsync(cancellation);
        if (days.Count == 0) return days;

        context.Logger.RepairingDays(string.Join(", ", days));
        await load.RepairAsync(days, context.Clock.Zone, cancellation);
        var left = await load.Receipt.AllDifferencesAsync(cancellation);
        if (left.Count > 0) throw new PipelineException($"Source and analytics differ on {string.Join(", ", left)} even after a repair: nothing was loaded; compare the events of those days by hand.");
        return days;
    }
}
