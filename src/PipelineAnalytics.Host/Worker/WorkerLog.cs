using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Host.Worker;

/// <summary>The worker's own messages. Event ids are stable, and go on where the library's end (<c>PipelineAnalytics.Log</c>): 300 and above.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(300, LogLevel.Information, "the worker has started: nights by '{Cron}' in {Zone}, the next at {Next}; answers on {Address}")]
    public static partial void WorkerStarted(this ILogger logger, string cron, string zone, string next, string address);

    [LoggerMessage(301, LogLevel.Information, "worker stopping: the job under way is told to stop, and is taken up again by the next worker")]
    public static partial void WorkerStopping(this ILogger logger);

    [LoggerMessage(302, LogLevel.Warning, "the worker cannot look for what is to be done, and goes on trying: {Error}")]
    public static partial void CannotLook(this ILogger logger, string error);

    [LoggerMessage(303, LogLevel.Information, "the worker looks again for what is to be done")]
    public static partial void AnalyticsIsBack(this ILogger logger);

    [LoggerMessage(304, LogLevel.Warning, "the data is: {State}")]
    public static partial void Freshness(this ILogger logger, string state);

    [LoggerMessage(305, LogLevel.Warning, "{Loop}: {Error}; tried again")]
    public static partial void LoopFailed(this ILogger logger, string loop, string error);
}
