using System.Globalization;

namespace PipelineAnalytics.Host.Output;

/// <summary>A message as it stands in a log: the time in the business zone, and one line whatever the text holds.</summary>
internal static class LogLine
{
    public static string Of(TimeProvider time, TimeZoneInfo zone, string text) => At(time, zone) + Wording.OneLine(text);

    /// <summary>"20:23:40+01 ": a log is read beside those of machines in other zones.</summary>
    public static string At(TimeProvider time, TimeZoneInfo zone)
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
        return now.ToString(now.Offset.Minutes == 0 ? "HH:mm:sszz " : "HH:mm:sszzz ", CultureInfo.InvariantCulture);
    }
}
