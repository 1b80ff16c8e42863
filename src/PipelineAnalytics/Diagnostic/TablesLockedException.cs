namespace PipelineAnalytics.Diagnostic;

/// <summary>The tables of production cannot be listed now. All checks that need them say the same, and it is told once.</summary>
internal sealed class TablesLockedException() : Exception("the sizes of production's tables are not told: a table is locked there (a migration, an alter table), or the server is very busy");
