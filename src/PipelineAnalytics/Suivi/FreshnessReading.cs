using System.Data;
using System.Globalization;
using Npgsql;
using PipelineAnalytics.Nights;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Suivi;

/// <summary>Reads for <see cref="Freshness"/>: what ran, and which weeks are due, in one snapshot.</summary>
internal sealed class FreshnessReading
{
    private const string Mirror = "dump-for-analytics", Load = "charger-les-evenements", Enrichment = "enrichir-les-evenements";

    /// <summary>The chain, in its order; then those that only compute weeks.</summary>
    private static readonly string[] Verbs = [Mirror, Load, Enrichment, "charger-les-vues", "initialiser-les-vues", "initialiser-les-vues-derniere-annee"];

    private readonly IReadOnlyList<VueDefinition> vues;
    private readonly DateTimeOffset now;
    private readonly string zoneName;
    private readonly TimeZoneInfo zone;
    private readonly Night? night;
    private readonly DateTimeOffset from;
    private readonly DateTimeOffset? nextFrom;

    /// <exception cref="PipelineException">Exit code 2: the schedule or the zone of the settings is none.</exception>
    public FreshnessReading(IReadOnlyList<VueDefinition> vues, PipelineSettings settings, DateTimeOffset now)
    {
        (this.vues, this.now, zoneName) = (vues, now, settings.FuseauHoraire);
        var schedule = new NightSchedule(settings);
        zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        night = schedule.ToBeFresh(now);
        from = night is null ? DateTimeOffset.UnixEpoch : schedule.CountsFrom(night);
        nextFrom = schedule.Latest(now) is { } latest && latest != night ? schedule.CountsFrom(latest) : null;
    }

    /// <summary>The answer where nothing could be read.</summary>
    public Freshness Unknown(string reason) => new(false, night?.Date, null, null, [reason]);

    public async Task<Freshness> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        // Somebody waits for the answer, and a table that is locked is one: that it is not known.
        await connection.ExecuteAsync("set transaction read only; set local statement_timeout = '1min'", cancellation);
        if (!await connection.ScalarAsync<bool>("select to_regclass('pipeline.suivi_job') is not null", cancellation)) return Unknown("the pipeline has never run there: pipeline-analytics run does its chain");

        var runs = (await connection.QueryAsync(SqlFile.Read("Suivi/fraicheur.sql"), VerbRuns.Read, cancellation, Verbs, from.UtcDateTime, now.UtcDateTime)).ToDictionary(r => r.Verb);
        var asOf = runs[Load].Good;
        var reasons = Late(runs).ToList();
        reasons.AddRange(await DueAsync(connection, runs, cancellation));
        return new Freshness(reasons.Count == 0, night?.Date, asOf, now - asOf, reasons);
    }

    private IEnumerable<string> Late(Dictionary<string, VerbRuns> runs)
    {
        foreach (var job in new[] { Mirror, Load, Enrichment }.Select(verb => runs[verb]))
        {
            if (job.Good is null || job.Good < from) yield return $"{job.Verb} {Last(job)}{Since(job)}";
        }

        // What an enrichment did not see is in no number.
        if (runs[Load].FirstEnd is { } loaded && runs[Enrichment].Good is { } enriched && enriched >= from && enriched < loaded)
            yield return $"{Enrichment} last succeeded at {Moment(enriched)}, before the load that ended at {Moment(loaded)}{Since(runs[Enrichment])}";
    }

    private async Task<IEnumerable<string>> DueAsync(NpgsqlConnection connection, Dictionary<string, VerbRuns> runs, CancellationToken cancellation)
    {
        if (!await SemaineLedger.IsReadyAsync(connection, cancellation)) return ["the bookkeeping of the vues is of an earlier version: the next run of a job brings it up to date"];

        var today = night?.Date ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var complete = new SemaineRange(Semaine.Earliest, Semaine.Of(today).Precedente);
        var due = await SemaineLedger.DueAsync(connection, vues, zoneName, complete, cancellation);
        var atWork = runs[Enrichment].Latest >= nextFrom || Verbs.SkipWhile(v => v != Enrichment).Any(v => runs[v].Running);
        return due.Where(d => !atWork || (d.Reasons & ~(DueReasons.EventsChanged | DueReasons.EventsGone)) != 0)
            .GroupBy(d => string.Join(", ", d.Words))
            .Select(g => Weeks(g.Select(d => d.Semaine).ToList(), g.Key))
            .ToList();
    }

    private string Last(VerbRuns job) => job.Good is { } good ? $"last succeeded at {Moment(good)}" : "never succeeded";

    /// <summary>What became of it since.</summary>
    private string Since(VerbRuns job) =>
        job.Running ? $", runs since {Moment(job.Other ?? now)}"
        : job.Other is not { } other ? ""
        : !job.OtherEnded ? $", was interrupted at {Moment(other)}"
        : $", failed at {Moment(other)}{(job.Error is { } error ? $" ({error.TrimEnd('.')})" : "")}";

    private static string Weeks(IReadOnlyList<Semaine> weeks, string why)
    {
        var ranges = SemaineRange.Cover(weeks, int.MaxValue).Select(r => r.ToString()).ToList();
        var named = string.Join(", ", ranges.Take(3)) + (ranges.Count > 3 ? " and more" : "");
        return weeks.Count == 1
            ? $"the week {named} is due ({why}): charger-les-vues computes it"
            : string.Create(CultureInfo.InvariantCulture, $"{weeks.Count} weeks are due, {named} ({why}): charger-les-vues computes them");
    }

    private string Moment(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <param name="Good">When its last success began.</param>
    /// <param name="FirstEnd">When the first success that counts ended.</param>
    /// <param name="Other">When its last run began, if that is no success.</param>
    private sealed record VerbRuns(string Verb, DateTimeOffset? Good, DateTimeOffset? FirstEnd, DateTimeOffset? Other, string? Error, bool OtherEnded, bool Running)
    {
        public DateTimeOffset? Latest => Other > Good || Good is null ? Other : Good;

        public static VerbRuns Read(NpgsqlDataReader r) => new(
            r.GetString(0), Instant(r, 1), Instant(r, 2), Instant(r, 3), r.IsDBNull(4) ? null : r.GetString(4), !r.IsDBNull(5) && r.GetBoolean(5), r.GetBoolean(6));

        private static DateTimeOffset? Instant(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);
    }
}
