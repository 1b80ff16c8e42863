namespace PipelineAnalytics.Vues;

/// <summary>Consecutive weeks, both ends included.</summary>
public sealed record SemaineRange(Semaine First, Semaine Last)
{
    public int Count => ((Last.Lundi.DayNumber - First.Lundi.DayNumber) / 7) + 1;

    /// <summary>Every week that is over.</summary>
    public static SemaineRange AllComplete(BusinessClock clock) => new(Semaine.Earliest, clock.PreviousSemaine);

    /// <summary>The fewest ranges that hold these weeks and no other, none longer than <paramref name="longest"/>.</summary>
    public static IReadOnlyList<SemaineRange> Cover(IEnumerable<Semaine> weeks, int longest = int.MaxValue)
    {
        var ranges = new List<SemaineRange>();
        foreach (var week in weeks.Distinct().Order())
        {
            if (ranges is [.., var last] && last.Last.Suivante == week && last.Count < longest) ranges[^1] = last with { Last = week };
            else ranges.Add(new SemaineRange(week, week));
        }

        return ranges;
    }

    public override string ToString() => First == Last ? First.ToString() : $"{First} to {Last}";
}
