using PipelineAnalytics.Host.Output;

namespace PipelineAnalytics.Host.Cli;

/// <summary>An end that is no success, in one line and never with a trace: the line says what to do, a trace says where we stumbled.</summary>
/// <param name="Line">For standard error.</param>
/// <param name="Error">For <c>--json</c>.</param>
internal sealed record Failure(int ExitCode, string Line, string Error)
{
    public static Failure Of(Exception e, bool interrupted) => e switch
    {
        JobInterruptedException when interrupted => new(1, $"interrupted: {e.Message}", $"interrupted: {e.Message}"),
        // Whatever broke when the work was told to stop, it is the stop that is told.
        _ when interrupted => new(1, "interrupted: nothing half-done was kept; the same command, run again, does the work", "interrupted"),
        PipelineException told => Told(told.ExitCode, told.Message),
        _ => Told(1, $"unexpected {e.GetType().Name}: {e.Message}"),
    };

    private static Failure Told(int exitCode, string message)
    {
        var line = Wording.OneLine(message);
        return new(exitCode, $"error: {line}", line);
    }
}
