using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Web;

/// <summary>The dashboard's own messages. Event ids are stable: 400 and above.</summary>
internal static partial class WebLog
{
    [LoggerMessage(400, LogLevel.Error, "dashboard: {Path} could not be shown: {Error}")]
    public static partial void PageFailed(this ILogger logger, string path, string error);

    /// <summary>With its trace: a defect of ours, which a line does not find.</summary>
    [LoggerMessage(401, LogLevel.Error, "dashboard: {Path} is broken")]
    public static partial void PageBroken(this ILogger logger, Exception error, string path);
}
