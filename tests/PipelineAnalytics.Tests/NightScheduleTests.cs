using FsCheck.Xunit;
using PipelineAnalytics.Nights;
using Xunit;

namespace PipelineAnalytics.Tests;

public sealed class NightScheduleTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    // The night clocks go forward has no 02:30, the one they go back has two.
    [InlineData("2025-03-30", "2025-03-30T01:00:00Z")]
    [InlineData("2025-10-26", "2025-10-26T00:30:00Z")]
    [InlineData("2025-07-01", "2025-07-01T00:30:00Z")]
    [InlineData("2025-12-01", "2025-12-01T01:30:00Z")]
    public void A_night_is_due_once_at_half_past_two_in_Paris(string date, string due)
    {
        var night = Schedule().Of(DateOnly.Parse(date, null));
        Assert.Equal(DateTimeOffset.Parse(due, null), night!.Due);
    }

    [Fact]
    public void Minute_by_minute_through_two_years_each_date_comes_up_once_and_in_order()
    {
        var schedule = Schedule();
        var seen = new List<DateOnly>();
        var end = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        for (var now = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero); now < end; now = now.AddMinutes(7))
        {
            var date = schedule.Latest(now)!.Date;
            if (seen.Count == 0 || seen[^1] != date) seen.Add(date);
        }

        Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => new DateOnly(2024, 1, 1).AddDays(i)), seen);
        Assert.Equal(new DateOnly(2026, 1, 1), seen[^1]);
    }

    [Property]
    public bool The_latest_night_is_at_most_a_day_and_a_change_of_clocks_old(int minutes)
    {
        var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes % 2_000_000);
        var age = now - Schedule().Latest(now)!.Due;
        return age >= TimeSpan.Zero && age <= TimeSpan.FromHours(25);
    }

    [Theory]
    [InlineData("2025-06-30T02:29", null)]
    [InlineData("2025-06-30T02:30", "2025-06-30")]
    [InlineData("2025-06-30T19:59", "2025-06-30")]
    [InlineData("2025-06-30T20:00", null)]
    [InlineData("2025-07-01T01:00", null)]
    public void A_night_is_begun_late_until_a_set_hour(string now, string? date) =>
        Assert.Equal(date is null ? null : DateOnly.Parse(date, null), Schedule().ToBegin(InParis(now))?.Date);

    [Theory]
    [InlineData("2025-06-30T05:59", "2025-06-29")]
    [InlineData("2025-06-30T06:00", "2025-06-30")]
    public void Data_must_be_fresh_at_a_set_hour(string now, string date) =>
        Assert.Equal(DateOnly.Parse(date, null), Schedule().ToBeFresh(InParis(now))!.Date);

    [Fact]
    public void A_schedule_of_the_evening_is_late_until_the_next_days_hour()
    {
        var schedule = Schedule(cron: "0 22 * * *");
        var night = schedule.Latest(InParis("2025-06-30T23:00"))!;
        Assert.Equal(new DateOnly(2025, 6, 30), night.Date);
        Assert.Equal(InParis("2025-07-01T20:00"), schedule.LateUntil(night));
        Assert.Equal(InParis("2025-07-01T06:00"), schedule.FreshBy(night));
        Assert.Equal(InParis("2025-06-30T00:00"), schedule.CountsFrom(night));
    }

    [Fact]
    public void A_schedule_may_leave_dates_out()
    {
        var schedule = Schedule(cron: "30 2 * * 1-5");
        Assert.Equal(new DateOnly(2025, 6, 27), schedule.Latest(InParis("2025-06-29T12:00"))!.Date);
        Assert.Equal(InParis("2025-06-30T02:30"), schedule.Next(InParis("2025-06-29T12:00")));
        Assert.Null(schedule.Of(new DateOnly(2025, 6, 28)));
    }

    [Theory]
    [InlineData("Cron", "every night")]
    [InlineData("RattrapageJusqua", "8pm")]
    [InlineData("Fraicheur", "6")]
    public void What_is_no_schedule_is_refused_by_the_settings_name(string setting, string value)
    {
        var settings = new PipelineSettings();
        typeof(WorkerSettings).GetProperty(setting)!.SetValue(settings.Worker, value);
        var error = Assert.Throws<PipelineException>(() => new NightSchedule(settings));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains($"Pipeline__Worker__{setting} '{value}'", error.Message, StringComparison.Ordinal);
    }

    private static NightSchedule Schedule(string cron = "30 2 * * *") => new(new PipelineSettings { Worker = { Cron = cron } });

    private static DateTimeOffset InParis(string local)
    {
        var time = DateTime.Parse(local, null);
        return new DateTimeOffset(time, Paris.GetUtcOffset(time)).ToUniversalTime();
    }
}
