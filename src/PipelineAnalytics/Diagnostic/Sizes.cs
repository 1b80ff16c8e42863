using System.Globalization;

namespace PipelineAnalytics.Diagnostic;

/// <summary>Bytes, counts and times as people read them.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>"1.4 GB", in powers of 1024, as PostgreSQL's settings count.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        for (; bytes >= 1024 && unit < Units.Length - 1; unit++) bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 || bytes >= 100 ? Math.Round(bytes) : Math.Round(bytes, 1))} {Units[unit]}");
    }

    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Rounded, as an estimate should be.</summary>
    public static string About(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(2, Math.Ceiling(time.TotalSeconds))} seconds"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds / 10) * 10} seconds"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes)} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalHours, 1)} hours"),
    };
}
