namespace PipelineAnalytics.Host.Worker;

/// <summary>How often the worker looks, in real time: more often where its clock is a faster one.</summary>
/// <param name="Speed">Of its clock; 1 in service.</param>
internal sealed record WorkerPace(int Speed)
{
    public TimeSpan Turn { get; } = TimeSpan.FromSeconds(Math.Max(5.0 / Speed, 0.2));

    public TimeSpan Poll { get; } = TimeSpan.FromSeconds(Math.Max(2.0 / Speed, 0.2));

    /// <summary>Between two looks at the data's freshness.</summary>
    public TimeSpan Pulse { get; } = TimeSpan.FromSeconds(Math.Max(60.0 / Speed, 1));
}
