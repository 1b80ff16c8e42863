using FsCheck.Xunit;
using PipelineAnalytics.Vues;
using Xunit;

namespace PipelineAnalytics.Tests;

public sealed class SemaineTests
{
    [Property]
    public bool Every_day_belongs_to_the_week_of_the_monday_before_it(int day)
    {
        var date = new DateOnly(2024, 1, 1).AddDays(day % 100_000);
        var semaine = Semaine.Of(date);
        return semaine.Lundi.DayOfWeek == DayOfWeek.Monday && semaine.Lundi <= date && date < semaine.Fin;
    }

    [Fact]
    public void A_date_that_is_no_monday_is_refused_with_the_monday_named()
    {
        var error = Assert.Throws<PipelineException>(() => Semaine.Parse("2025-06-25"));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("use 2025-06-23", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-6-23")]
    [InlineData("23/06/2025")]
    [InlineData("")]
    public void Only_the_iso_form_is_read(string text) => Assert.Throws<PipelineException>(() => Semaine.Parse(text));

    [Theory]
    [InlineData("2025-03-30T00:30:00Z", "2025-03-30", "2025-03-24")] // the night that has no 2 o'clock, still Sunday
    [InlineData("2025-03-30T22:00:00Z", "2025-03-31", "2025-03-31")] // local midnight, one hour earlier in UTC than the day before
    [InlineData("2025-10-26T22:59:59Z", "2025-10-26", "2025-10-20")]
    [InlineData("2025-10-26T23:00:00Z", "2025-10-27", "2025-10-27")]
    [InlineData("2024-12-31T23:30:00Z", "2025-01-01", "2024-12-30")]
    public void Today_is_counted_in_the_business_zone(string now, string today, string semaine)
    {
        var clock = new BusinessClock(new ReplayTime(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), new Frozen()), "Europe/Paris");
        Assert.Equal(DateOnly.ParseExact(today, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), clock.Today);
        Assert.Equal(semaine, clock.CurrentSemaine.ToString());
        Assert.Equal(Semaine.Parse(semaine).Precedente, clock.PreviousSemaine);
    }

    [Fact]
    public void Ranges_cover_the_weeks_and_no_other_and_are_cut_at_the_longest()
    {
        var first = Semaine.Parse("2025-01-06");
        Semaine At(int i) => new(first.Lundi.AddDays(7 * i));
        var ranges = SemaineRange.Cover([At(5), At(0), At(1), At(2), At(2), At(6)], longest: 2);
        Assert.Equal([new(At(0), At(1)), new(At(2), At(2)), new(At(5), At(6))], ranges);
        Assert.Equal([At(0), At(1), At(2), At(5), At(6)], ranges.SelectMany(r => Enumerable.Range(0, r.Count).Select(i => new Semaine(r.First.Lundi.AddDays(7 * i)))));
    }

    private sealed class Frozen : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
