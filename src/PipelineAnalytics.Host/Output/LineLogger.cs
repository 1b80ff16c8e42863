using Microsoft.Extensions.Logging;

namespace PipelineAnalytics.Host.Output;

/// <summary>The library's log, as lines for people: no categories, no traces.</summary>
internal sealed class LineLogger(IDisplay display) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) display.Line(formatter(state, exception));
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
}
