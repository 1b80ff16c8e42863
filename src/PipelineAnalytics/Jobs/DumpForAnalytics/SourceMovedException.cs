namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// The snapshot shows no longer what it showed: production changed a table in a way that old snapshots don't see past, or ended ours. A run
/// that begins again, with a new one, is right.
/// </summary>
internal sealed class SourceMovedException(string message, Exception? cause = null) : Exception(message, cause);
