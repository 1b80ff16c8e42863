namespace PipelineAnalytics.Vues;

/// <summary>Consecutive weeks, both ends included.</summary>
public sealed record SemaineRange(Semaine First, Semaine Last)
{
    public int Count => ((Last.Lundi.DayNumber - First.Lundi.DayNumber) / 7) + 1;

    public IEnumerable<Semaine> Weeks => Enumerable.Range(0, Count).Select(i => new Semaine(First.Lundi.AddDays(7 * i)));

    /// <summary>Every week that is over.</summary>
    public static SemaineRange AllComplete(BusinessClock clock) => new(Semaine.Earliest, clock.PreviousSemaine);

    /// <summary>The most weeks that a model is asked for at once: it may count on that (the weeks of a user are the bits of one number).</summary>
    public const int Longest = 26;

    /// <summary>The fewest ranges that hold these weeks and no other, none longer than <paramref name="longest"/>.</summary>
    public static IReadOnlyList<SemaineRange> Cover(IEnumerable<Semaine> weeks, int longest = Longest)
    {
        var ranges = new List<SemaineRange>();
        foreach (var week in weeks.Distinct().Order())
        {
            if (ranges is [.., var last] && last.Last.Suivante == week && last.Count < longest) ranges[^1] = last with { Last = week };
            else ranges.Add(new SemaineRange(week, week));
        }

        return ranges;
    }

    /// <summary>
    /// The same, cut so that <paramref name="connections"/> connections are busy to the end: each has about as many weeks, in as few
    /// ranges as <paramref name="longest"/> allows.
    /// </summary>
    public static IReadOnlyList<SemaineRange> Share(IReadOnlyCollection<Semaine> weeks, int connections, int longest)
    {
        var count = weeks.Distinct().Count();
        var rounds = Math.Max(1, Ratio(count, connections * longest));
        return Cover(weeks, Math.Max(1, Ratio(count, connections * rounds)));
    }

    /// <summary>Rounded up.</summary>
    private static int Ratio(int of, int by) => (of + by - 1) / by;

    public override string ToString() => First == Last ? First.ToString() : $"{First} to {Last}";
}
