using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;

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

    /// <summary>A part of a job.</summary>
    public static Activity? Step(string name) => Source.StartActivity(name);

    internal static Activity? Job(string verb, long run) => Source.StartActivity(verb)?.SetTag("pipeline.run", run);

    internal static void NightBegun(TimeSpan lag) => Lag.Record(lag.TotalSeconds);

    internal static void JobEnded(Activity? job, string verb, string outcome, TimeSpan duration, JsonObject? result, string? error)
    {
        var tags = new TagList { { "job", verb }, { "outcome", outcome } };
        Duration.Record(duration.TotalSeconds, tags);
        Runs.Add(1, tags);
        foreach (var (name, value) in result ?? [])
        {
            if (value?.GetValueKind() != System.Text.Json.JsonValueKind.Number) continue;
            if (Counted.Contains(name)) Rows.Add((long)value, new KeyValuePair<string, object?>("job", verb), new KeyValuePair<string, object?>("what", name));
            job?.SetTag($"pipeline.{name}", (double)value);
        }

        job?.SetStatus(error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, error);
    }

    /// <summary>Of a job's result: what is rows, and not a size or an age.</summary>
    private static readonly HashSet<string> Counted = new(["rows", "loaded", "enriched", "completed", "deleted"], StringComparer.Ordinal);
}
