using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Host.Web;

/// <summary>Messages about jobs that were started from the dashboard. Event ids are stable: 350 and above.</summary>
internal static partial class StarterLog
{
    [LoggerMessage(350, LogLevel.Information, "started from the dashboard: {What}")]
    public static partial void StartedHere(this ILogger logger, string what);

    [LoggerMessage(351, LogLevel.Error, "started from the dashboard, and ended without success: {What}: {Error}")]
    public static partial void StartedHereFailed(this ILogger logger, string what, string error);
}
