namespace PipelineAnalytics;

/// <summary>The work was told to stop, ended what it had in hand, and says what is left and how to go on.</summary>
public sealed class JobInterruptedException(string message) : OperationCanceledException(message);

/// <summary>
/// A failure that the person at the keyboard can understand: one line that names the thing, the cause and the remedy.
/// Anything else that escapes a job is a defect of ours.
/// </summary>
public sealed class PipelineException : Exception
{
    public PipelineException(string message) : base(message) { }

    public PipelineException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The process's exit code: 1 the work failed, 2 it was asked for wrongly (usage or configuration).</summary>
    public int ExitCode { get; private init; } = 1;

    /// <summary>Whether the same, tried again later, may succeed, where what caused it does not say so itself.</summary>
    internal bool MayPass { get; init; }

    /// <summary>Wrong usage or configuration: nothing was tried.</summary>
    public static PipelineException Misused(string message) => new(message) { ExitCode = 2 };
}
