using System.Globalization;

namespace PipelineAnalytics.Host.Output;

/// <summary>A message as it stands in a log: the time in the business zone, and one line whatever the text holds.</summary>
internal static class LogLine
{
    public static string Of(TimeProvider time, TimeZoneInfo zone, string text) =>
        TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).ToString("HH:mm:ss ", CultureInfo.InvariantCulture) + Wording.OneLine(text);
}
