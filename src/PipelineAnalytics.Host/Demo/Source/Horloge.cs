namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>The clocks on French walls, whatever the machine's zone.</summary>
internal static class Horloge
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    // How busy each hour is, from midnight on. Conseillers have office hours and a lunch; jeunes have evenings.
    private static readonly double[] Jeunes =
        [2, 1, 0.5, 0.3, 0.2, 0.3, 1, 3, 6, 9, 11, 11, 9, 10, 12, 12, 11, 10, 10, 9, 8, 7, 5, 3];

    private static readonly double[] Conseillers =
        [0, 0, 0, 0, 0, 0, 0, 1, 8, 14, 15, 13, 5, 7, 14, 15, 12, 6, 2, 1, 0.5, 0.3, 0.2, 0];

    private static readonly WeightedChoice<int> HeuresJeunes = new(Jeunes.Index().Select(hour => (hour.Index, hour.Item)));

    private static readonly WeightedChoice<int> HeuresConseillers = new(Conseillers.Index().Select(hour => (hour.Index, hour.Item)));

    /// <summary>The local date and time of an instant.</summary>
    public static DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Paris).DateTime;

    /// <summary>Midnight, local, as an instant in UTC.</summary>
    public static DateTime Midnight(DateOnly jour) => Utc(jour.ToDateTime(TimeOnly.MinValue));

    /// <summary>What share of a day's activity is over at this time of day.</summary>
    public static double Elapsed(TimeSpan time, bool conseiller)
    {
        var hours = conseiller ? Conseillers : Jeunes;
        return (hours.Take(time.Hours).Sum() + hours[time.Hours] * (time - TimeSpan.FromHours(time.Hours)).TotalHours) / hours.Sum();
    }

    /// <summary>A moment of a local day, in UTC, to the microsecond.</summary>
    public static DateTime Draw(DateOnly jour, bool conseiller, ref SeededRandom random)
    {
        var hour = (conseiller ? HeuresConseillers : HeuresJeunes).Pick(ref random);
        var microseconds = (long)(random.Fraction() * 3_600_000_000);
        return Utc(jour.ToDateTime(new TimeOnly(hour, 0)).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));
    }

    // In spring an hour does not exist: who is drawn into it comes an hour later. In autumn one comes twice: the second is taken.
    private static DateTime Utc(DateTime local) =>
        TimeZoneInfo.ConvertTimeToUtc(Paris.IsInvalidTime(local) ? local.AddHours(1) : local, Paris);
}
