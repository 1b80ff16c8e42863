using System.Globalization;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Host.Output;

/// <summary>How this program writes things, in every country alike.</summary>
internal static partial class Wording
{
    public static string Number(decimal number) => number.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>"8 weeks due", "1 week due".</summary>
    /// <param name="words">What is counted, in the plural, which in English is an s at the first word's end where there is one.</param>
    public static string Count(decimal number, string words) => $"{Number(number)} {(number == 1 ? PluralOfFirstWord().Replace(words, "") : words)}";

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

    /// <summary>The text in <paramref name="width"/> characters at most, an ellipsis telling that there is more. What a comma separates is kept whole or not at all: half a number is another one.</summary>
    public static string Shorten(string text, int width)
    {
        if (text.Length <= width) return text;
        var comma = text.LastIndexOf(", ", width - 1, StringComparison.Ordinal);
        return comma > 0 && comma + 3 <= width ? text[..(comma + 2)] + "…" : text[..(width - 1)].TrimEnd() + "…";
    }

    /// <summary>The text in lines that break between words, each after the head or as many blanks. A word that is longer than a line stays whole.</summary>
    public static IEnumerable<string> Wrap(string head, string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && head.Length + line.Length + 1 + word.Length >= width)
            {
                yield return head + line;
                head = new string(' ', head.Length);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return head + line;
    }

    /// <summary>A number as a bar, in eighths of a character.</summary>
    /// <param name="most">The value whose bar is <paramref name="width"/> characters long.</param>
    public static string Bar(long value, long most, int width)
    {
        var eighths = most <= 0 ? 0 : (int)Math.Round(8.0 * width * value / most);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : " ▏▎▍▌▋▊▉"[eighths % 8]);
    }

    [GeneratedRegex(@"(?<=^\w+)s\b")]
    private static partial Regex PluralOfFirstWord();

    [GeneratedRegex(@"\s*[\r\n\u0085\u2028\u2029]+\s*")]
    private static partial Regex LineBreaks();
}
