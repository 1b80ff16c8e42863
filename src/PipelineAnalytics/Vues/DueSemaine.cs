namespace PipelineAnalytics.Vues;

/// <summary>Why a week is computed. The first ones make it due; the last two do not.</summary>
[Flags]
public enum DueReasons
{
    None = 0,
    Missing = 1,
    Provisional = 2,
    ModelChanged = 4,
    ZoneChanged = 8,
    EventsChanged = 16,

    /// <summary>It is emptied, not computed.</summary>
    EventsGone = 32,

    /// <summary>The last complete week, which every run computes.</summary>
    Previous = 64,
    Asked = 128,
}

/// <summary>A week to compute, and why.</summary>
/// <param name="ChangedWeeks">Mondays of the weeks of its window whose events came, were enriched again or were removed since it was computed.</param>
/// <param name="Vues">Those in which it is due; a week is computed in all of them.</param>
public sealed record DueSemaine(Semaine Semaine, DueReasons Reasons, IReadOnlyList<string> ChangedWeeks, IReadOnlyList<string> Vues)
{
    private const string EventsChanged = "events changed";

    private static readonly (DueReasons Reason, string Words)[] Wording =
    [
        (DueReasons.Missing, "missing"),
        (DueReasons.Provisional, "provisional until now"),
        (DueReasons.ModelChanged, "model changed"),
        (DueReasons.ZoneChanged, "time zone changed"),
        (DueReasons.EventsChanged, EventsChanged),
        (DueReasons.EventsGone, "events gone"),
        (DueReasons.Previous, "the previous week"),
        (DueReasons.Asked, "recomputed on demand"),
    ];

    public bool IsEmptied => Reasons.HasFlag(DueReasons.EventsGone);

    /// <summary>"model changed", "events changed": each reason on its own, the same words everywhere.</summary>
    public IReadOnlyList<string> Words => [.. Wording.Where(w => Reasons.HasFlag(w.Reason)).Select(w => w.Words)];

    /// <summary>For <c>pipeline.revision</c>: "events changed in 2025-06-16". Of a provisional week events always changed: that says nothing.</summary>
    public string Cause => string.Join(", ", Words
        .Where(w => w != EventsChanged || !Reasons.HasFlag(DueReasons.Provisional))
        .Select(w => w == EventsChanged ? $"{w} in {Weeks(ChangedWeeks)}" : w));

    /// <summary>A week that is not over yet is provisional still: that is no reason to compute it, but that somebody asked.</summary>
    internal DueSemaine In(Semaine current)
    {
        if (Semaine < current || !Reasons.HasFlag(DueReasons.Provisional)) return this;
        var others = Reasons & ~DueReasons.Provisional;
        return this with { Reasons = others == DueReasons.None ? DueReasons.Asked : others };
    }

    /// <summary>One week of several vues.</summary>
    internal static DueSemaine Together(IEnumerable<DueSemaine> vues)
    {
        var all = vues.ToList();
        return new DueSemaine(all[0].Semaine, all.Aggregate(DueReasons.None, (reasons, one) => reasons | one.Reasons),
            [.. all.SelectMany(v => v.ChangedWeeks).Distinct().Order(StringComparer.Ordinal)], [.. all.SelectMany(v => v.Vues)]);
    }

    /// <summary>A week that nothing makes due.</summary>
    internal static DueSemaine Of(Semaine semaine, DueReasons reason) => new(semaine, reason, [], []);

    private static string Weeks(IReadOnlyList<string> weeks) =>
        string.Join(" and ", weeks.Take(3)) + (weeks.Count > 3 ? $" and {weeks.Count - 3} more weeks" : "");
}
