using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>What is measured, how large, how often.</summary>
/// <param name="Events">Events of all weeks, about: each day has the same number.</param>
/// <param name="Weeks">Complete weeks with events.</param>
/// <param name="ClassicalWeeks">Weeks, spread over the range, of which the classical way's cost of all weeks is taken.</param>
/// <param name="Rounds">Runs that the medians are of; the classical way computes each of its spread weeks once.</param>
internal sealed record VuesPlan(long Events, int Weeks, int ClassicalWeeks, int Rounds)
{
    public int PerDay => (int)(Events / (Weeks * 7L));

    public long PerWeek => 7L * PerDay;
}

/// <summary>What there is to compute.</summary>
/// <param name="Weeks">Complete, the last one just so.</param>
/// <param name="Now">When the jobs run: the Monday after.</param>
internal sealed record VuesData(long Events, long Users, IReadOnlyList<Semaine> Weeks, DateTimeOffset Now)
{
    public Semaine Last => Weeks[^1];

    /// <summary>The week in the middle, to compare the last one's cost with.</summary>
    public Semaine Middle => Weeks[(Weeks.Count / 2) - 1];

    /// <summary>Weeks that stand for all: the middle of each of <paramref name="count"/> equal parts of the range.</summary>
    public IEnumerable<Semaine> Spread(int count) => Enumerable.Range(0, count).Select(i => Weeks[((2 * i) + 1) * Weeks.Count / (2 * count)]);
}

/// <summary>One contestant, one time. Bytes that the server spilled to temporary files; the peak memory of our process in MB, where it was one.</summary>
internal sealed record Turn(Measure Measure, long Spilled, double? Memory = null)
{
    public double Seconds => Measure.Total;
}

/// <summary>All turns of what was measured.</summary>
/// <param name="ClassicalSpread">One turn for each of <paramref name="SpreadWeeks"/>, which are all weeks when all were asked for.</param>
/// <param name="RowsCompared">Rows of the four vues found equal, by week.</param>
internal sealed record VuesResult(
    IReadOnlyList<Turn> Backfill, IReadOnlyList<Turn> Copy, IReadOnlyList<Turn> Count,
    IReadOnlyList<Semaine> SpreadWeeks, IReadOnlyList<Turn> ClassicalSpread,
    IReadOnlyList<Turn> LastWeek, IReadOnlyList<Turn> MiddleWeek, IReadOnlyList<Turn> ClassicalWeek,
    IReadOnlyDictionary<Semaine, int> RowsCompared)
{
    public double WeekRatio => Median(ClassicalWeek) / Median(LastWeek);

    /// <summary>Seconds: a sum where all weeks were measured, else their mean as often as there are weeks.</summary>
    public double ClassicalAll(int weeks) => ClassicalSpread.Average(t => t.Seconds) * weeks;

    public double AllRatio(int weeks) => ClassicalAll(weeks) / Median(Backfill);

    /// <summary>Our backfill as a multiple of reading the table once.</summary>
    public double CopyRatio => Median(Backfill) / Median(Copy);

    /// <summary>The last week's cost as a multiple of the middle one's.</summary>
    public double Growth => Median(LastWeek) / Median(MiddleWeek);

    public static double Median(IEnumerable<Turn> turns) => turns.Select(t => t.Seconds).Median();
}
