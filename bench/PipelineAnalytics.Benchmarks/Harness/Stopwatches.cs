using System.Diagnostics;

namespace PipelineAnalytics.Benchmarks.Harness;

/// <summary>A named part of a measure.</summary>
/// <param name="Seconds">Wall time.</param>
internal sealed record Step(string Name, double Seconds);

/// <summary>One contestant, one time: its steps in order.</summary>
internal sealed record Measure(IReadOnlyList<Step> Steps)
{
    /// <summary>Seconds.</summary>
    public double Total => Steps.Sum(s => s.Seconds);
}

internal static class Stopwatches
{
    public static async Task<Step> TimeAsync(string name, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return new Step(name, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>The middle one of an odd number of values, between the two middle ones of an even number.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of each step, over the rounds.</summary>
    public static IEnumerable<Step> Medians(this IReadOnlyList<Measure> rounds) =>
        rounds[0].Steps.Select((step, i) => new Step(step.Name, rounds.Select(r => r.Steps[i].Seconds).Median()));

    /// <summary>The median of the totals, which is not the sum of the steps' medians.</summary>
    public static double MedianTotal(this IEnumerable<Measure> rounds) => rounds.Select(r => r.Total).Median();
}
