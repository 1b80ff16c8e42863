using PipelineAnalytics.Web.Pages.Executions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Executions;

public sealed class HabitTests
{
    [Theory]
    [InlineData(1800.0, 1000.0, "1,8 fois l'habitude")]
    [InlineData(1100.0, 1000.0, "comme d'habitude")]
    [InlineData(500.0, 1000.0, "0,5 fois l'habitude")]
    [InlineData(42_000.0, 1000.0, "42 fois l'habitude")]
    [InlineData(42_000.0, null, null)]
    [InlineData(null, 1000.0, null)]
    [InlineData(5.0, 0.0, null)]
    public void A_duration_is_told_beside_the_usual_one(double? milliseconds, double? usual, string? words) => Assert.Equal(words, Habit.Words(milliseconds, usual));

    [Fact]
    public void A_run_that_goes_on_is_not_said_to_be_short()
    {
        Assert.Equal("sur 1,0\u00a0s d'habitude", Habit.Words(20, 1000, running: true));
        Assert.Equal("2,0 fois l'habitude", Habit.Words(2000, 1000, running: true));
    }

    [Fact]
    public void A_bar_ends_where_the_drawing_does()
    {
        Assert.Equal(100.0 / 3, Habit.Length(1000, 1000), 6);
        Assert.Equal(100, Habit.Length(90_000, 1000));
    }

    [Fact]
    public void A_second_more_is_nothing_to_look_at()
    {
        Assert.False(Habit.IsLong(3000, 1000));
        Assert.True(Habit.IsLong(300_000, 100_000));
    }

    [Fact]
    public void The_address_of_a_list_has_what_was_chosen_and_nothing_else()
    {
        Assert.Equal("/executions", new RunFilter("", null, null, null).Address());
        Assert.Equal("/executions?travail=charger-les-vues&avant=12", new RunFilter("charger-les-vues", null, "", "12").Address());
    }

    [Fact]
    public void A_period_that_was_chosen_long_ago_stays_one_to_choose()
    {
        var clock = new BusinessClock(new ReplayTime(new DateTimeOffset(2025, 11, 26, 3, 0, 0, TimeSpan.Zero), TimeProvider.System), "Europe/Paris");
        Assert.Equal(["2025-10-27", "2025-08-25", "2024-11-25"], new RunFilter(null, null, null, null).Periods(clock).Select(p => p.Value));
        Assert.Equal(("2024-01-01", "depuis le 1er\u00a0janvier\u00a02024"), new RunFilter(null, null, "2024-01-01", null).Periods(clock).Last());
    }
}
