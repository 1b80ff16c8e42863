namespace PipelineAnalytics.Nights;

/// <summary>A job of a night's chain: it waits, runs, and has succeeded or failed (<c>pipeline.nuit_etape</c>).</summary>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record NightStep(DateOnly Date, DateTimeOffset Due, string Verb, int Attempt);

/// <summary>How an attempt at a step ended, and what comes of it.</summary>
/// <param name="Run">The run that did it; null when it was somebody else's to do.</param>
/// <param name="Next">The job that follows, whose time has come.</param>
/// <param name="RetryAt">When the step is tried again.</param>
/// <param name="NightEnd">Of the night: <c>reussie</c>, <c>echouee</c>; null while it goes on.</param>
public sealed record StepEnd(long? Run, string? Next = null, DateTimeOffset? RetryAt = null, string? NightEnd = null);
