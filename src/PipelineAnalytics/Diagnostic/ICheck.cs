namespace PipelineAnalytics.Diagnostic;

/// <summary>Databases that a check cannot do without.</summary>
[Flags]
internal enum Needs
{
    Nothing = 0,
    Source = 1,
    Analytics = 2,
}

/// <summary>One thing that could fail in a night. It changes nothing, and knows of no other check.</summary>
internal interface ICheck
{
    string Subject { get; }

    /// <summary>What is looked at, for the line that says that it was not.</summary>
    string What { get; }

    Needs Needs { get; }

    /// <summary>An error that it lets through is told as "could not be looked at".</summary>
    Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation);
}
