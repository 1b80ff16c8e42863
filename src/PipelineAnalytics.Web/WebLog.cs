using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Web;

/// <summary>The dashboard's own messages. Event ids are stable: 400 and above.</summary>
internal static partial class WebLog
{
    [LoggerMessage(400, LogLevel.Error, "dashboard: {Path} could not be shown: {Error}")]
    public static partial void PageFailed(this ILogger logger, string path, string error);
}
