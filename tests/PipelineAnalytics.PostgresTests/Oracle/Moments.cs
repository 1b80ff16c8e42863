using FsCheck;
using FsCheck.Fluent;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>The instants at which a pipeline goes wrong: local midnights, nights when the clocks change, edges of windows.</summary>
public sealed class Moments(TimeZoneInfo zone, IReadOnlyList<DateOnly> mondays)
{
    private const int TicksPerMicrosecond = 10;

    /// <summary>Mondays whose week, or whose windows, hold what is rare.</summary>
    public static IReadOnlyList<DateOnly> Mondays { get; } =
    [
        new(2024, 2, 26),  // 29 February
        new(2024, 3, 25),  // clocks go forward on the 31st
        new(2024, 4, 29),  // two months before: 29 February
        new(2024, 10, 21), // clocks go back on the 27th
        new(2024, 12, 30), // ISO week 1 of 2025 begins in 2024
        new(2025, 3, 24),  // clocks go forward on the 30th
        new(2025, 3, 31),  // a month before: 31 February, which is the 28th
        new(2025, 4, 28),
        new(2025, 5, 5),
        new(2025, 10, 20), // clocks go back on the 26th
    ];

    /// <summary>The hours at which Europe/Paris changes its clocks, in UTC.</summary>
    private static readonly DateTimeOffset[] ClockChanges =
    [
        new(2024, 3, 31, 1, 0, 0, TimeSpan.Zero), new(2024, 10, 27, 1, 0, 0, TimeSpan.Zero),
        new(2025, 3, 30, 1, 0, 0, TimeSpan.Zero), new(2025, 10, 26, 1, 0, 0, TimeSpan.Zero),
    ];

    // An event that comes years late belongs to its own week, not to the one in which it comes.
    private static readonly DateOnly[] RareDates =
    [
        new(2024, 2, 28), new(2024, 2, 29), new(2024, 3, 1), new(2024, 12, 29), new(2024, 12, 31), new(2025, 1, 1),
        new(2025, 1, 5), new(2025, 1, 6), new(2025, 1, 31), new(2025, 2, 28), new(2025, 3, 1), new(2019, 7, 14), new(2021, 1, 3),
    ];

    /// <summary>One of the few weeks around which this source's events are gathered.</summary>
    public Gen<DateOnly> Monday { get; } = Gen.Elements<DateOnly>(mondays);

    private static Gen<int> Microsecond { get; } = Gen.Elements(-1, 0, 0, 1);

    /// <summary>Any of them, one by one.</summary>
    public Gen<DateTimeOffset> Any => Gen.OneOf(
        from date in EdgeOfWindow from microsecond in Microsecond select Midnight(date, microsecond),
        from date in Gen.Elements(RareDates) from microsecond in Microsecond select Midnight(date, microsecond),
        from change in Gen.Elements(ClockChanges) from microsecond in Microsecond select Add(change, microsecond),
        from monday in Monday from day in Gen.Choose(-45, 6) from moment in During(monday.AddDays(day)) select moment);

    private Gen<DateOnly> EdgeOfWindow =>
        from monday in Monday
        from edge in Gen.Elements(
            monday, monday.AddDays(7), monday.AddMonths(-1), monday.AddMonths(-2), monday.AddDays(-35), monday.AddDays(-42))
        select edge;

    /// <summary>A moment of one local day: its first or last microsecond as often as any other.</summary>
    public Gen<DateTimeOffset> During(DateOnly day) => Gen.OneOf(
        Gen.Elements(Midnight(day, 0), Midnight(day, 1), Midnight(day.AddDays(1), -1)),
        from minutes in Gen.Choose(0, (23 * 60) - 1)
        from microseconds in Gen.Choose(0, 59_999_999)
        select Add(Midnight(day, 0).AddMinutes(minutes), microseconds));

    private DateTimeOffset Midnight(DateOnly day, int microseconds)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);

        // Some zones change their clocks at midnight: such a day begins at one.
        var first = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return Add(new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(first, zone)), microseconds);
    }

    private static DateTimeOffset Add(DateTimeOffset instant, int microseconds)
        => instant.AddTicks((long)microseconds * TicksPerMicrosecond);
}
