using System.Globalization;
using PipelineAnalytics.Host.Cli;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class MaintenantTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2025-06-30T02:30+02:00", "2025-06-30T00:30:00Z")]
    [InlineData("2025-06-30T00:30:00Z", "2025-06-30T00:30:00Z")]
    [InlineData("2025-06-30T00:30:00.5Z", "2025-06-30T00:30:00.5Z")]
    [InlineData("2025-06-30T02:30", "2025-06-30T00:30:00Z")]     // the zone's summer time
    [InlineData("2025-01-06 02:30:15", "2025-01-06T01:30:15Z")]  // its winter time
    [InlineData("2025-06-30", "2025-06-29T22:00:00Z")]           // its midnight
    [InlineData("2025-10-26T02:30+01:00", "2025-10-26T01:30:00Z")]
    public void A_moment_is_an_instant_or_a_time_of_the_zone(string text, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), Maintenant.Parse(text, Paris));

    [Theory]
    [InlineData("demain", "is not a moment")]
    [InlineData("30/06/2025", "is not a moment")]
    [InlineData("2025-06-31", "is not a moment")]
    [InlineData("2025-03-30T02:30", "does not exist in Europe/Paris")]
    [InlineData("2025-10-26T02:30", "happens twice in Europe/Paris")]
    [InlineData("0001-01-01", "between the years")]
    public void Anything_else_is_refused(string text, string told)
    {
        var refusal = Assert.Throws<PipelineException>(() => Maintenant.Parse(text, Paris));

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }
}
