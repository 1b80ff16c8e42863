using System.Globalization;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>How messages write numbers, durations and moments: their readers are French, whatever the country of the machine.</summary>
internal static class Francais
{
    private static readonly NumberFormatInfo Groups = new() { NumberGroupSeparator = "\u00a0", NumberGroupSizes = [3] };

    /// <summary>"1 semaine", "30 226 lignes"; below two the singular.</summary>
    public static string Nombre(long count, string one, string many) => $"{count.ToString("#,0", Groups)} {(Math.Abs(count) < 2 ? one : many)}";

    /// <summary>"4 s", "12 min 3 s", "1 h 5 min", "2 j 3 h".</summary>
    public static string Duree(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 59.5 } => Say($"{Math.Round(duration.TotalSeconds):0} s"),
        { TotalHours: < 1 } => Say($"{duration.Minutes} min {duration.Seconds} s"),
        { TotalDays: < 1 } => Say($"{duration.Hours} h {duration.Minutes} min"),
        _ => Say($"{(long)duration.TotalDays} j {duration.Hours} h"),
    };

    public static string Jour(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>"02:31", in the business time zone.</summary>
    public static string Heure(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"30/06/2025 à 02:31", in the business time zone.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).ToString("dd/MM/yyyy 'à' HH:mm", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
