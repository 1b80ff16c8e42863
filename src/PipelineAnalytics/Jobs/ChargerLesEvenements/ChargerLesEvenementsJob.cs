using System.Data;
using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>
/// Job 1: brings the events that analytics does not have, found by their ids, by COPY from one server to the other.
/// </summary>
/// <remarks>
/// Neither dates nor the order of ids tell what is new: ids are taken before commit, dates come from phones. All ids of the
/// source are compared with those of analytics, in one snapshot of the source and one transaction of analytics.
/// A crash leaves nothing: the transaction is all there is.
/// </remarks>
public sealed class ChargerLesEvenementsJob : IJob
{
    private const string Target = "pipeline.evenement_engagement_a_enrichir";

    /// <summary>Ranges joined into one COPY: late commits make many small ones.</summary>
    private const int RangesPerCopy = 500;

    public string Verb => "charger-les-evenements";

    public bool ReadsSource => true;

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        await using var snapshot = await source.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var ignored = await EvenementColumns.VerifyAsync(source, cancellation);

        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        await using var transaction = await analytics.BeginTransactionAsync(cancellation);

        var inSource = await BringIdsAsync(source, analytics, cancellation);
        var ranges = await analytics.QueryAsync(SqlFile.Read("Jobs/ChargerLesEvenements/planifier.sql"),
            static r => new IdRange(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellation);
        var missing = ranges.Sum(r => r.Count);
        await LoadAsync(source, analytics, ranges, missing, context.Progress, cancellation);
        await transaction.CommitAsync(cancellation);
        await analytics.ExecuteAsync($"analyze {Target}", cancellation);

        return new JobOutcome(new JsonObject
        {
            ["inSource"] = inSource,
            ["alreadyThere"] = inSource - missing,
            ["loaded"] = missing,
            ["rejected"] = 0,
            ["ignoredColumns"] = new JsonArray([.. ignored.Select(c => JsonValue.Create(c))]),
        });
    }

    private static async Task<long> BringIdsAsync(NpgsqlConnection source, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table evenement_source (id bigint not null) on commit drop", cancellation);
        await CopyPipe.BinaryAsync(
            source, $"copy (select e.id::bigint from {EvenementColumns.SourceTable} e) to stdout (format binary)",
            analytics, "copy evenement_source (id) from stdin (format binary)", cancellation);
        await analytics.ExecuteAsync("analyze evenement_source", cancellation);
        return await analytics.ScalarAsync<long>("select count(*) from evenement_source", cancellation);
    }

    private static async Task LoadAsync(NpgsqlConnection source, NpgsqlConnection analytics, List<IdRange> ranges, long missing, IProgress<JobProgress> progress, CancellationToken cancellation)
    {
        var before = await CountAsync(analytics, cancellation);
        long done = 0;
        foreach (var batch in Batches(ranges))
        {
            await CopyPipe.BinaryAsync(source, CopyTo(batch), analytics, $"copy {Target} ({EvenementColumns.TargetList}) from stdin (format binary)", cancellation);
            done += batch.Sum(r => r.Count);
            progress.Report(new JobProgress("events", done, missing, "rows"));
        }

        // The plan says how many; anything else is a defect, and is not committed.
        var loaded = await CountAsync(analytics, cancellation) - before;
        if (loaded != missing) throw new PipelineException($"{loaded} events arrived where {missing} were missing: nothing was loaded; run charger-les-evenements again, and report it if it stays.");
    }

    private static async Task<long> CountAsync(NpgsqlConnection analytics, CancellationToken cancellation) =>
        await analytics.ScalarAsync<long>($"select count(*) from {Target}", cancellation);

    /// <summary>A long range goes alone, by a plain scan; short ones go together, each found by the primary key.</summary>
    private static IEnumerable<IReadOnlyList<IdRange>> Batches(List<IdRange> ranges)
    {
        const long Long = 50_000;
        foreach (var range in ranges.Where(r => r.Count >= Long)) yield return [range];
        foreach (var batch in ranges.Where(r => r.Count < Long).Chunk(RangesPerCopy)) yield return batch;
    }

    /// <summary>COPY takes no parameters; the only values written into its text are numbers.</summary>
    private static string CopyTo(IReadOnlyList<IdRange> batch)
    {
        var from = batch.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{EvenementColumns.SourceTable} e where e.id between {batch[0].First} and {batch[0].Last}")
            : $"(values {string.Join(", ", batch.Select(r => string.Create(CultureInfo.InvariantCulture, $"({r.First}::bigint, {r.Last}::bigint)")))}) r (debut, fin) join {EvenementColumns.SourceTable} e on e.id between r.debut and r.fin";
        return $"copy (select {EvenementColumns.SelectList} from {from}) to stdout (format binary)";
    }

    private sealed record IdRange(long First, long Last, long Count);
}
