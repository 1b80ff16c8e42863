namespace PipelineAnalytics.Diagnostic;

/// <summary>What a finding means for the night.</summary>
public enum FindingLevel
{
    Ok,

    /// <summary>The night runs, but slower, less safely, or otherwise than people may think; or it could not be looked at.</summary>
    Attention,

    /// <summary>The night would fail, or nobody would be told that it did.</summary>
    Fault,
}

/// <summary>One thing that was looked at. No secret and no value of a row is in it.</summary>
/// <param name="Subject">What it belongs to: findings of a subject stand together.</param>
/// <param name="Message">What was found, in one line.</param>
/// <param name="Remedy">What to do about it; null where nothing need be done.</param>
public sealed record Finding(FindingLevel Level, string Subject, string Message, string? Remedy = null);
