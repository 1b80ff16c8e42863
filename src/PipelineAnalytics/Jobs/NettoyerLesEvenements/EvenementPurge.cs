using System.Globalization;
using Npgsql;
using PipelineAnalytics.Jobs.ChargerLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.NettoyerLesEvenements;

/// <summary>One purge: what production holds that is old, which of it analytics has, and the deletion of that, batch by batch.</summary>
/// <param name="analytics">Holds the lock of the events.</param>
internal sealed class EvenementPurge(NpgsqlConnection analytics, JobContext context)
{
    /// <summary>Some ten milliseconds of production's time each.</summary>
    private const int BatchSize = 5_000;

    /// <summary>
    /// Production comes first: a batch gives way where it would wait, and ends where it would last. Without an index scan each
    /// batch would read the whole table.
    /// </summary>
    private const string Modest = "set lock_timeout = '2s'; set statement_timeout = '30s'; set enable_seqscan = off";

    public long Candidates { get; private set; }

    public long Proven { get; private set; }

    public long Deleted { get; private set; }

    /// <summary>Batches whose rows another session held: the next run finds them again.</summary>
    public int Skipped { get; private set; }

    /// <param name="before">Events from this instant on stay.</param>
    public async Task RunAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        // This statement's commit is on the disk before it returns, and with it all commits before it: what is proven below would
        // otherwise be lost to a crash of analytics where it runs with synchronous_commit = off.
        await analytics.ExecuteAsync("set synchronous_commit = on; create temp table evenement_candidat (id bigint not null, date_evenement timestamptz not null)", cancellation);
        await BringCandidatesAsync(before, cancellation);

        await using var reading = await analytics.BeginTransactionAsync(cancellation);
        await analytics.ExecuteAsync("set local work_mem = '64MB'; set local jit = off; set local cursor_tuple_fraction = 1", cancellation);
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/NettoyerLesEvenements/prouver.sql"), cancellation);
        await using var source = await context.RequiredSource.OpenForWritingAsync(cancellation);
        await source.ExecuteAsync(Modest, cancellation);
        while (await NextAsync(cancellation) is { Count: > 0 } batch) await DeleteAsync(source, batch, cancellation);
    }

    /// <summary>An event without a date, or of an infinite one, has no age: it is never brought here.</summary>
    private async Task BringCandidatesAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        // COPY takes no parameters; the only value written into its text is an instant that we computed.
        var instant = before.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        await CopyPipe.BinaryAsync(
            source, $"copy (select e.id::bigint, e.date_evenement from {EvenementColumns.SourceTable} e where e.date_evenement < '{instant}' and isfinite(e.date_evenement)) to stdout (format binary)",
            analytics, "copy evenement_candidat (id, date_evenement) from stdin (format binary)", cancellation);
        await analytics.ExecuteAsync("analyze evenement_candidat", cancellation);
        Candidates = await analytics.ScalarAsync<long>("select count(*) from evenement_candidat", cancellation);
    }

    private async Task<List<(long Id, string Date)>> NextAsync(CancellationToken cancellation)
    {
        var batch = await analytics.QueryAsync($"fetch forward {BatchSize} from evenement_prouve", static r => (r.GetInt64(0), r.GetString(1)), cancellation);
        Proven += batch.Count;
        return batch;
    }

    private async Task DeleteAsync(NpgsqlConnection source, List<(long Id, string Date)> batch, CancellationToken cancellation)
    {
        try
        {
            Deleted += await source.ExecuteAsync(SqlFile.Read("Jobs/NettoyerLesEvenements/effacer.sql"), cancellation,
                batch.Select(e => e.Id).ToArray(), batch.Select(e => e.Date).ToArray());
            context.Progress.Report(new JobProgress("deleted", Deleted, Candidates, "rows"));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            Skipped++;
            context.Logger.BatchLeft(batch[0].Id, batch[^1].Id);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && !cancellation.IsCancellationRequested)
        {
            throw new PipelineException($"{BatchSize} events took production more than 30 s to delete, which is too slow to go on: {Deleted} were deleted; run nettoyer-les-evenements again when production has less to do.", e);
        }
    }
}
