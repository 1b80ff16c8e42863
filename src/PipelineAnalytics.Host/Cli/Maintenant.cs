using System.Globalization;

namespace PipelineAnalytics.Host.Cli;

/// <summary>Reads <c>--maintenant</c>: the moment that a replay takes for now.</summary>
internal static class Maintenant
{
    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] WithOffset = [.. Local[1..].Select(format => format + "K")];

    /// <param name="text">An ISO instant with its offset, or a date-time or a date (its midnight) in <paramref name="zone"/>.</param>
    /// <exception cref="PipelineException">Exit code 2: it is none of these, or not a single moment of the zone.</exception>
    public static DateTimeOffset Parse(string text, TimeZoneInfo zone)
    {
        var iso = text.Trim().Replace(' ', 'T');
        if (DateTime.TryParseExact(iso, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return Of(Usual(local, text), zone);
        return DateTimeOffset.TryParseExact(iso, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? new DateTimeOffset(Usual(instant.DateTime, text), instant.Offset)
            : throw PipelineException.Misused($"--maintenant '{text}' is not a moment: write 2025-06-30T02:30+02:00, 2025-06-30T02:30 (in {zone.Id}) or 2025-06-30.");
    }

    private static DateTimeOffset Of(DateTime local, TimeZoneInfo zone)
    {
        var fault = zone.IsInvalidTime(local) ? "does not exist" : zone.IsAmbiguousTime(local) ? "happens twice" : null;
        return fault is null
            ? new DateTimeOffset(local, zone.GetUtcOffset(local))
            : throw PipelineException.Misused(string.Create(CultureInfo.InvariantCulture,
                $"--maintenant {local:yyyy-MM-dd'T'HH:mm:ss} {fault} in {zone.Id}, where clocks change: write it with its offset, as {local:yyyy-MM-dd'T'HH:mm:ss}{Sign(zone.BaseUtcOffset)}."));
    }

    /// <summary>A calendar's first and last years leave no room for the windows that look back and ahead.</summary>
    private static DateTime Usual(DateTime written, string text) => written.Year is >= 1900 and <= 9000
        ? written
        : throw PipelineException.Misused($"--maintenant '{text}' is not between the years 1900 and 9000.");

    private static string Sign(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
