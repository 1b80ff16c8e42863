using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineAnalytics.Suivi;

namespace PipelineAnalytics;

/// <summary>
/// What can be seen of the pipeline from outside, under one name for traces and metrics: a span for each job, and for each of its steps;
/// the driver adds one for each statement (source <c>Npgsql</c>), without parameters. Costs nothing while nobody listens.
/// </summary>
public static class Telemetry
{
    /// <summary>Of the source of activities and of the meter.</summary>
    public const string Name = "PipelineAnalytics";

    private static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("pipeline.job.duration", "s", "How long a job took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14400] });

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("pipeline.job.runs", "{run}", "Runs of jobs, by how they ended.");

    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("pipeline.rows", "{row}", "Rows that jobs brought or wrote, by what they are.");

    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("pipeline.night.lag", "s", "How long after it was due a night began.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [10, 60, 600, 3600, 4 * 3600, 12 * 3600] });

    private static Freshness? freshness;
    private static int dueWeeks;

    static Telemetry()
    {
        Meter.CreateObservableGauge("pipeline.fresh", () => Seen(f => f.IsFresh ? 1 : 0), "1", "1 when analysts have the data that they must have by now, else 0.");
        Meter.CreateObservableGauge("pipeline.data.age", () => Seen(f => f.Age?.TotalSeconds), "s", "Since the last load of events that succeeded began.");
        Meter.CreateObservableGauge("pipeline.weeks.due", () => Seen(_ => dueWeeks), "{week}", "Complete weeks that are to be computed, or computed again.");
    }

    /// <summary>What the gauges show from now on.</summary>
    public static void Observe(Freshness state, int due) => (freshness, dueWeeks) = (state, due);

    /// <summary>A part of a job.</summary>
    public static Activity? Step(string name) => Source.StartActivity(name);

    public static async Task<T> StepAsync<T>(string name, Func<Task<T>> work)
    {
        using var span = Step(name);
        return await work();
    }

    /// <summary>Nothing, before anything was seen: a gauge that shows zero would lie.</summary>
    private static IEnumerable<Measurement<double>> Seen(Func<Freshness, double?> value) =>
        freshness is { } seen && value(seen) is { } number ? [new Measurement<double>(number)] : [];

    internal static Activity? Job(string verb, long run) => Source.StartActivity(verb)?.SetTag("pipeline.run", run);

    internal static void NightBegun(TimeSpan lag) => Lag.Record(lag.TotalSeconds);

    internal static void JobEnded(Activity? job, string verb, string outcome, TimeSpan duration, JsonObject? result, string? error)
    {
        var tags = new TagList { { "job", verb }, { "outcome", outcome } };
        Duration.Record(duration.TotalSeconds, tags);
        Runs.Add(1, tags);
        foreach (var (name, value) in result ?? [])
        {
            // By its text: a node gives its number as the type it was made of, and as no other.
            if (value?.GetValueKind() != JsonValueKind.Number || !double.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number)) continue;
            if (Counted.Contains(name)) Rows.Add((long)number, new KeyValuePair<string, object?>("job", verb), new KeyValuePair<string, object?>("what", name));
            job?.SetTag($"pipeline.{name}", number);
        }

        job?.SetStatus(error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, error);
    }

    /// <summary>Of a job's result: what is rows, and not a size or an age.</summary>
    private static readonly HashSet<string> Counted = new(["rows", "loaded", "enriched", "completed", "deleted"], StringComparer.Ordinal);
}
