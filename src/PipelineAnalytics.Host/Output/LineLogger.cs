using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Host.Output;

/// <summary>The library's log, as lines for people: no categories, no traces.</summary>
internal sealed class LineLogger(IDisplay display) : ILogger
{
    /// <summary>The event that ends a job, and with it the job's last step. The library's event ids are stable.</summary>
    private const int JobDone = 111;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        if (eventId.Id == JobDone) display.EndStep();
        display.Line(formatter(state, exception));
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
}
