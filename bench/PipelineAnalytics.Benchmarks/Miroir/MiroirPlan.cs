using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>What is measured, how large, how often.</summary>
/// <param name="Gigabytes">Data and indexes of production, about.</param>
/// <param name="Rounds">First nights of each way that the medians are of, and second nights of ours.</param>
/// <param name="Readers">Whether each round has one more night of ours, while the mirror is read.</param>
/// <param name="Compression">Of pg_dump's files, from 0 to 9; null for pg_dump's own choice.</param>
internal sealed record MiroirPlan(decimal Gigabytes, int Rounds, bool Readers, int? Compression);

/// <summary>What there is to mirror.</summary>
/// <param name="Bytes">Of all tables and indexes.</param>
/// <param name="LargestTable">The part of <paramref name="Bytes"/> that the largest table and its indexes have.</param>
internal sealed record MiroirData(long Bytes, int Tables, long Rows, long Indexes, double LargestTable);

/// <summary>One way, one night. The peak memory of our process in MB, where it was one.</summary>
internal sealed record Night(Measure Measure, double? Memory = null)
{
    public double Seconds => Measure.Total;
}

/// <summary>What readers met while a night went on.</summary>
/// <param name="Errors">Reads that the server answered with an error.</param>
/// <param name="Empty">Reads that found no row where there are some.</param>
/// <param name="Wrong">Reads that found another number of rows than there are, none included.</param>
/// <param name="MedianWait">Milliseconds from a question to its answer.</param>
/// <param name="LongestWait">Milliseconds.</param>
/// <param name="FirstError">The server's words.</param>
internal sealed record Reads(int Count, int Errors, int Empty, int Wrong, double MedianWait, double LongestWait, string? FirstError);

/// <summary>A night of ours into a mirror that is being read.</summary>
internal sealed record ReadNight(Night Night, Reads Reads);

/// <summary>One way's first nights, each into an empty database.</summary>
internal sealed record WayResult(string Way, IReadOnlyList<Night> Nights)
{
    public double Median => Nights.Select(n => n.Seconds).Median();
}

/// <summary>All nights that were measured.</summary>
/// <param name="Ways">Ours first.</param>
/// <param name="SecondNights">Ours, after a table changed, into the mirror of the first night of that round.</param>
/// <param name="ReadNights">None when they were not asked for.</param>
internal sealed record MiroirResult(IReadOnlyList<WayResult> Ways, IReadOnlyList<Night> SecondNights, IReadOnlyList<ReadNight> ReadNights)
{
    public WayResult Ours => Ways[0];

    /// <summary>Each second night as a multiple of the first one of its round.</summary>
    public IReadOnlyList<double> SecondRatios => [.. SecondNights.Zip(Ours.Nights, (second, first) => second.Seconds / first.Seconds)];

    /// <summary>The peak over all of our nights, in MB.</summary>
    public double? Memory => Ours.Nights.Concat(SecondNights).Concat(ReadNights.Select(n => n.Night)).Max(n => n.Memory);

    /// <summary>How many times as long as ours a way takes.</summary>
    public double Ratio(WayResult way) => way.Median / Ours.Median;
}
