using System.Globalization;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Host.Output;

/// <summary>How this program writes things, in every country alike.</summary>
internal static partial class Wording
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalHours: < 1 } => duration.ToString(@"m\ \m\i\n\ s\ \s", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };

    /// <summary>An instant for scripts: UTC, ISO 8601, milliseconds.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Scripts and log collectors count on a message being one line.</summary>
    public static string OneLine(string text) => LineBreaks().Replace(text.Trim(), " ");

    /// <summary>A number as a bar, in eighths of a character.</summary>
    /// <param name="most">The value whose bar is <paramref name="width"/> characters long.</param>
    public static string Bar(long value, long most, int width)
    {
        var eighths = most <= 0 ? 0 : (int)Math.Round(8.0 * width * value / most);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : " ▏▎▍▌▋▊▉"[eighths % 8]);
    }

    [GeneratedRegex(@"\s*[\r\n\u0085\u2028\u2029]+\s*")]
    private static partial Regex LineBreaks();
}
