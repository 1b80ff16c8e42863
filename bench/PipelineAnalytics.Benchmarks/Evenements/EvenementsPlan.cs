using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>What is measured, how large, how often.</summary>
/// <param name="Histories">Events that analytics holds when a day comes, one measure each.</param>
/// <param name="PerDay">Events of a day.</param>
/// <param name="FirstLoad">Events of the first load; 0 for none.</param>
/// <param name="Rounds">Nights, and first loads, that the medians are of.</param>
internal sealed record EvenementsPlan(IReadOnlyList<long> Histories, int PerDay, long FirstLoad, int Rounds);

/// <summary>Nights after a history, each way.</summary>
internal sealed record DayResult(long History, IReadOnlyList<Measure> Ours, IReadOnlyList<Measure> Classical, IReadOnlyList<Measure> ClassicalAtBest)
{
    /// <summary>How many times longer the classical way takes.</summary>
    public double Ratio => Classical.MedianTotal() / Ours.MedianTotal();

    /// <summary>How many times longer the classical way takes where it is spared its worst habits.</summary>
    public double RatioAtBest => ClassicalAtBest.MedianTotal() / Ours.MedianTotal();
}

/// <summary>One first load. Memory is the peak of the process's resident set in MB, null where the system does not tell.</summary>
internal sealed record FirstLoadRound(Step Pipe, Step Load, double? LoadMemory, Step Enrich, double? EnrichMemory);

/// <summary>First loads of <paramref name="Events"/> into an empty analytics.</summary>
internal sealed record FirstLoadResult(long Events, IReadOnlyList<FirstLoadRound> Rounds)
{
    public double PipeRate => Events / Rounds.Select(r => r.Pipe.Seconds).Median();

    public double LoadRate => Events / Rounds.Select(r => r.Load.Seconds).Median();

    /// <summary>Load and enrichment together.</summary>
    public double EnrichedRate => Events / Rounds.Select(r => r.Load.Seconds + r.Enrich.Seconds).Median();

    /// <summary>Our rate of loading as a part of the pipe's.</summary>
    public double Ratio => LoadRate / PipeRate;
}
