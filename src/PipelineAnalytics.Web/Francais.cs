using System.Globalization;

namespace PipelineAnalytics.Web;

/// <summary>Numbers and dates as French readers write them. The process knows no country's rules (invariant globalization): these are ours.</summary>
public static class Francais
{
    /// <summary>Narrow no-break space.</summary>
    private const string Thousands = "\u202f";

    private static readonly NumberFormatInfo Numbers = new()
    {
        NumberGroupSeparator = Thousands,
        NumberDecimalSeparator = ",",
        NegativeSign = "−",
    };

    /// <summary>A decimal comma, and nothing between thousands: for files that a spreadsheet reads.</summary>
    internal static IFormatProvider Decimales { get; } = new NumberFormatInfo { NumberDecimalSeparator = "," };

    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    private static readonly string[] Months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    private static readonly string[] ShortMonths = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

    /// <summary>12 345</summary>
    public static string Nombre(double number, int decimals = 0) => number.ToString($"N{decimals}", Numbers);

    /// <summary>"—" for what is not known.</summary>
    public static string Nombre(double? number, int decimals = 0) => number is { } known ? Nombre(known, decimals) : "—";

    /// <summary>12,3 %, of a whole; "—" of nothing.</summary>
    public static string Pourcent(double part, double whole, int decimals = 1) => whole == 0 ? "—" : $"{Nombre(100 * part / whole, decimals)}\u00a0%";

    /// <summary>+4,2 %, from one number to another; "—" from nothing.</summary>
    public static string Evolution(double now, double? before)
    {
        if (before is null or 0) return "—";
        var change = 100 * (now - before.Value) / before.Value;
        return $"{(change > 0 ? "+" : "")}{Nombre(change, 1)}\u00a0%";
    }

    /// <summary>24 novembre 2025; the first of a month is 1er.</summary>
    public static string Date(DateOnly date) => $"{Day(date)}\u00a0{Months[date.Month - 1]}\u00a0{date.Year}";

    /// <summary>24 nov. 2025</summary>
    public static string DateCourte(DateOnly date) => $"{Day(date)}\u00a0{ShortMonths[date.Month - 1]}\u00a0{date.Year}";

    /// <summary>lundi 24 novembre 2025</summary>
    public static string Jour(DateOnly date) => $"{Days[(int)date.DayOfWeek]} {Date(date)}";

    /// <summary>24 nov. 2025, 02 h 31, in the zone.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return string.Create(CultureInfo.InvariantCulture, $"{DateCourte(DateOnly.FromDateTime(local.DateTime))}, {local:HH}\u00a0h\u00a0{local:mm}");
    }

    /// <summary>850 ms, 4,2 s, 2 min 05 s, 1 h 12 min.</summary>
    public static string Duree(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => $"{Nombre(duration.TotalMilliseconds)}\u00a0ms",
        { TotalMinutes: < 1 } => $"{Nombre(duration.TotalSeconds, 1)}\u00a0s",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}\u00a0min\u00a0{duration.Seconds:00}\u00a0s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours}\u00a0h\u00a0{duration.Minutes:00}\u00a0min"),
    };

    /// <summary>3 semaines, 1 semaine.</summary>
    public static string Compte(long number, string one, string many) => $"{Nombre(number)}\u00a0{(Math.Abs(number) < 2 ? one : many)}";

    private static string Day(DateOnly date) => date.Day == 1 ? "1er" : date.Day.ToString(CultureInfo.InvariantCulture);
}
