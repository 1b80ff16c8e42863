using System.Globalization;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>One load: from one snapshot of the source, in one transaction of analytics.</summary>
/// <remarks>
/// Ids beyond the highest that analytics has are all missing: they come in one COPY. The others are compared one by one, which
/// finds what was committed late under an id taken early.
/// </remarks>
internal sealed class EvenementLoad(NpgsqlConnection source, NpgsqlConnection analytics, JobContext context)
{
    private const string Target = "pipeline.evenement_engagement_a_enrichir";

    /// <summary>Ranges joined into one COPY: late commits make many small ones.</summary>
    private const int RangesPerCopy = 500;

    /// <summary>A range of this many rows or more is copied alone, by a plain scan.</summary>
    private const long LongRange = 50_000;

    private const long Nothing = long.MinValue;

    /// <summary>Analytics' highest id before the load; below every id where it has none.</summary>
    public long Highest { get; private set; }

    public long InSource { get; private set; }

    public long Loaded { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/sans_semaine_perdus.sql"), cancellation);
        Highest = await analytics.ScalarAsync<long?>("select max(id) from public.evenement_engagement", cancellation) ?? Nothing;
        var known = await BringIdsAsync(cancellation);
        var ranges = await analytics.QueryAsync(SqlFile.Read("Jobs/ChargerLesEvenements/planifier.sql"), static r => new IdRange(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellation);
        var tail = await TailAsync(cancellation);
        InSource = known + (tail?.Count ?? 0);
        Loaded = ranges.Sum(r => r.Count) + (tail?.Count ?? 0);
        await CopyAsync(tail is null ? ranges : [.. ranges, tail], cancellation);
    }

    /// <summary>Brings again the events of some days, all of them, in place of what analytics has of them.</summary>
    public async Task RepairAsync(IReadOnlyCollection<string> days, string zone, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table evenement_a_reprendre (id bigint not null) on commit drop", cancellation);
        var which = $"where coalesce((e.date_evenement at time zone '{zone}')::date::text, '') in ({string.Join(", ", days.Select(d => $"'{d}'"))})";
        await CopyPipe.BinaryAsync(source, $"copy (select e.id::bigint from {EvenementColumns.SourceTable} e {which}) to stdout (format binary)",
            analytics, "copy evenement_a_reprendre (id) from stdin (format binary)", cancellation);
        await analytics.ExecuteAsync("analyze evenement_a_reprendre", cancellation);
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/retirer.sql"), cancellation, zone, days.ToArray());
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/ChargerLesEvenements/sans_semaine_perdus.sql"), cancellation);
        await CopyPipe.BinaryAsync(source, $"copy (select {EvenementColumns.SelectList} from {EvenementColumns.SourceTable} e {which}) to stdout (format binary)", analytics, CopyFrom, cancellation);
    }

    private static string CopyFrom => $"copy {Target} ({EvenementColumns.TargetList}) from stdin (format binary)";

    private async Task<long> BringIdsAsync(CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("create temp table evenement_source (id bigint not null) on commit drop", cancellation);
        if (Highest == Nothing) return 0;

        await CopyPipe.BinaryAsync(
            source, $"copy (select e.id::bigint from {EvenementColumns.SourceTable} e where e.id <= {Highest}) to stdout (format binary)",
            analytics, "copy evenement_source (id) from stdin (format binary)", cancellation);
        await analytics.ExecuteAsync("analyze evenement_source", cancellation);
        return await analytics.ScalarAsync<long>("select count(*) from evenement_source", cancellation);
    }

    private async Task<IdRange?> TailAsync(CancellationToken cancellation)
    {
        var count = await source.ScalarAsync<long>($"select count(*) from {EvenementColumns.SourceTable} e where e.id > $1", cancellation, Highest);
        return count == 0 ? null : new IdRange(Highest + 1, long.MaxValue, count);
    }

    private async Task CopyAsync(IReadOnlyList<IdRange> ranges, CancellationToken cancellation)
    {
        var before = await CountAsync(cancellation);
        await using (CopyProgress.Watch(context, analytics.ProcessID, Loaded))
        {
            foreach (var batch in Batches(ranges)) await CopyPipe.BinaryAsync(source, CopyTo(batch), analytics, CopyFrom, cancellation);
        }

        // The plan says how many; anything else is a defect, and is not committed.
        var arrived = await CountAsync(cancellation) - before;
        if (arrived != Loaded) throw new PipelineException($"{arrived} events arrived where {Loaded} were missing: nothing was loaded; run charger-les-evenements again, and report it if it stays.");
        context.Progress.Report(new JobProgress("events", Loaded, Loaded, "rows"));
    }

    private Task<long> CountAsync(CancellationToken cancellation) => analytics.ScalarAsync<long>($"select count(*) from {Target}", cancellation);

    private static IEnumerable<IReadOnlyList<IdRange>> Batches(IReadOnlyList<IdRange> ranges)
    {
        foreach (var range in ranges.Where(r => r.Count >= LongRange)) yield return [range];
        foreach (var batch in ranges.Where(r => r.Count < LongRange).Chunk(RangesPerCopy)) yield return batch;
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
