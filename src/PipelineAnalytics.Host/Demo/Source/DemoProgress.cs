namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Where the creation of the source database stands.</summary>
/// <param name="Etape">What is being written, in words for people.</param>
/// <param name="Fait">Rows written so far in this step.</param>
/// <param name="Total">Rows that the step will have written in the end; 0 when it can't be told.</param>
public readonly record struct DemoProgress(string Etape, long Fait, long Total);
