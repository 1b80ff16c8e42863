using System.Globalization;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>One load: from one snapshot of the source, in one transaction of analytics.</summary>
/// <remarks>
/// Ids beyond the highest that analytics has are all missing: they come in one COPY. Those of a block that the receipt found to
/// differ are compared one by one, which finds what was committed late under an id taken early.
/// </remarks>
internal sealed class EvenementLoad
{
    private const string Target = "pipeline.evenement_engagement_a_enrichir";

    /// <summary>Ranges joined into one COPY: late commits make many small ones.</summary>
    private const int RangesPerCopy = 500;

    /// <summary>A range of this many rows or more is copied alone, by a plain scan.</summary>
    private const long LongRange = 50_000;

    private readonly NpgsqlConnection source;
    private readonly NpgsqlConnection analytics;
    private readonly LoadReceipt receipt;
    private readonly JobContext context;

    private EvenementLoad(NpgsqlConnection source, NpgsqlConnection analytics, LoadReceipt receipt, JobContext context) =>
        (this.source, this.analytics, this.receipt, this.context) = (source, analytics, receipt, context);

    public LoadReceipt Receipt => receipt;

    public long Loaded { get; private set; }

    /// <summary>Brings what analytics does not have.</summary>
    public static async Task<EvenementLoad> RunAsync(SourceSnapshot snapshot, NpgsqlConnection analytics, JobContext context, CancellationToken cancellation)
    {
        var zone = context.Clock.Zone;
        if (await LoadReceipt.HighestAsync(analytics, cancellation) is not { } highest) return await FirstAsync(snapshot, analytics, context, cancellation);

        var load = new EvenementLoad(snapshot.Connection, analytics, await LoadReceipt.OpenAsync(snapshot.Connection, analytics, zone, highest, cancellation), context);
        await load.MissingAsync(cancellation);
        return load;
    }

    /// <summary>Into an empty analytics everything is brought: it comes while the source still counts it.</summary>
    private static async Task<EvenementLoad> FirstAsync(SourceSnapshot snapshot, NpgsqlConnection analytics, JobContext context, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/sans_semaine_perdus.sql"), cancellation);
        await using var counter = await snapshot.JoinAsync(cancellation);
        var counting = LoadReceipt.OpenAsync(counter, analytics, context.Clock.Zone, highest: null, cancellation);
        var copying = CopyAsync(snapshot.Connection, analytics, context, 0, [new IdRange(long.MinValue, long.MaxValue, LongRange)], cancellation);
        await Task.WhenAll(counting, copying);
        var receipt = await counting;
        context.Progress.Report(new JobProgress("events", receipt.InSource, receipt.InSource, "rows"));
        var load = new EvenementLoad(snapshot.Connection, analytics, receipt, context) { Loaded = receipt.InSource };
        await load.BringIdsAsync([], cancellation);
        return load;
    }

    private async Task MissingAsync(CancellationToken cancellation)
    {
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/sans_semaine_perdus.sql"), cancellation);
        await BringIdsAsync(receipt.Differing, cancellation);
        var ranges = await analytics.QueryAsync(SqlFile.Read("Jobs/ChargerLesEvenements/planifier.sql"), static r => new IdRange(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellation);
        if (receipt.Beyond > 0) ranges.Add(new IdRange(receipt.Highest!.Value + 1, long.MaxValue, receipt.Beyond));
        Loaded = ranges.Sum(r => r.Count);
        await CopyAsync(source, analytics, context, Loaded, ranges, cancellation);
        context.Progress.Report(new JobProgress("events", Loaded, Loaded, "rows"));
    }

    /// <summary>Brings again the events of some days, all of them, in place of what analytics has of them.</summary>
    public async Task RepairAsync(IReadOnlyCollection<string> days, string zone, CancellationToken cancellation)
    {
        // What to take away is asked of any block, not only of those that differed.
        await BringIdsAsync(receipt.Blocks, cancellation);
        await analytics.ExecuteAsync("create temp table evenement_a_reprendre (id bigint not null) on commit drop", cancellation);
        var which = $"where coalesce({EvenementColumns.LocalDay(zone)}::text, '') in ({string.Join(", ", days.Select(d => $"'{d}'"))})";
        await CopyPipe.BinaryAsync(source, $"copy (select e.id::bigint from {EvenementColumns.SourceTable} e {which}) to stdout (format binary)",
            analytics, "copy evenement_a_reprendre (id) from stdin (format binary)", cancellation);
        await analytics.ExecuteAsync("analyze evenement_a_reprendre", cancellation);
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/retirer.sql"), cancellation, zone, days.ToArray());
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/sans_semaine_perdus.sql"), cancellation);
        await CopyPipe.BinaryAsync(source, $"copy (select {EvenementColumns.SelectList} from {EvenementColumns.SourceTable} e {which}) to stdout (format binary)", analytics, CopyFrom, cancellation);
    }

    private static string CopyFrom => $"copy {Target} ({EvenementColumns.TargetList}) from stdin (format binary)";

    /// <summary>The ids that the source holds of some blocks, up to the highest, in place of those brought before.</summary>
    private async Task BringIdsAsync(IEnumerable<IdBlock> blocks, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table if not exists evenement_source (id bigint not null) on commit drop; truncate evenement_source", cancellation);
        foreach (var batch in blocks.Select(b => new IdRange(b.First, Math.Min(b.Last, receipt.Highest!.Value), 0)).Chunk(RangesPerCopy))
        {
            await CopyPipe.BinaryAsync(source, $"copy (select e.id::bigint from {From(batch)}) to stdout (format binary)", analytics, "copy evenement_source (id) from stdin (format binary)", cancellation);
        }

        await analytics.ExecuteAsync("analyze evenement_source", cancellation);
    }

    /// <summary>That just these rows arrived is for the receipt to say, which counts them.</summary>
    /// <param name="total">Rows that will come; 0 where nobody has counted them yet.</param>
    private static async Task CopyAsync(NpgsqlConnection source, NpgsqlConnection analytics, JobContext context, long total, IReadOnlyList<IdRange> ranges, CancellationToken cancellation)
    {
        await using var progress = CopyProgress.Watch(context, analytics.ProcessID, total);
        foreach (var batch in Batches(ranges)) await CopyPipe.BinaryAsync(source, CopyTo(batch), analytics, CopyFrom, cancellation);
    }

    private static IEnumerable<IReadOnlyList<IdRange>> Batches(IReadOnlyList<IdRange> ranges)
    {
        foreach (var range in ranges.Where(r => r.Count >= LongRange)) yield return [range];
        foreach (var batch in ranges.Where(r => r.Count < LongRange).Chunk(RangesPerCopy)) yield return batch;
    }

    private static string CopyTo(IReadOnlyList<IdRange> batch) => $"copy (select {EvenementColumns.SelectList} from {From(batch)}) to stdout (format binary)";

    /// <summary>COPY takes no parameters; the only values written into its text are numbers.</summary>
    private static string From(IReadOnlyList<IdRange> batch) => batch.Count == 1
        ? $"{EvenementColumns.SourceTable} e where e.id between {Number(batch[0].First)} and {Number(batch[0].Last)}"
        : $"(values {string.Join(", ", batch.Select(r => $"({Number(r.First)}, {Number(r.Last)})"))}) r (debut, fin) join {EvenementColumns.SourceTable} e on e.id between r.debut and r.fin";

    /// <summary>In quotes: a minus is otherwise an operator, and the lowest bigint without it is none.</summary>
    private static string Number(long id) => string.Create(CultureInfo.InvariantCulture, $"'{id}'::bigint");

    private sealed record IdRange(long First, long Last, long Count);
}
