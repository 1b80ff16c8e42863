namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>A table of the new copy that holds rows.</summary>
/// <param name="Columns">Those that are copied: a generated one is computed.</param>
internal sealed record MirrorTable(string Name, string[] Columns);
