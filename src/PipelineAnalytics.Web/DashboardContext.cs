namespace PipelineAnalytics.Web;

/// <summary>What the process that serves the dashboard has besides.</summary>
/// <param name="Zone">The business time zone: moments are shown in it.</param>
/// <param name="QueueAddress">Where Hangfire's pages are; null where they are not served.</param>
public sealed record DashboardContext(TimeZoneInfo Zone, string? QueueAddress);
