using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PipelineAnalytics.Host.Cli;

namespace PipelineAnalytics.Host.Worker;

/// <summary>On a terminal lines for people, elsewhere one JSON object a line, on standard error: a service's log is read by programs.</summary>
internal static class WorkerLogging
{
    public static void Configure(ILoggingBuilder logging, Session session)
    {
        logging.ClearProviders();
        // A failure is told once, in one line: by the library, or at the end of the process. Hangfire and the host would add traces.
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("PipelineAnalytics", LogLevel.Information)
            .AddFilter("Hangfire.AutomaticRetryAttribute", LogLevel.None).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (session.MessagesWatched)
        {
            logging.AddProvider(new Lines(session.Logger));
            return;
        }

        logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            console.IncludeScopes = true;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private sealed class Lines(ILogger lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => lines;

        public void Dispose()
        {
        }
    }
}
