using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>Shows people, on standard error, that work goes on.</summary>
internal interface IDisplay
{
    /// <summary>Shows the progress of some work until it ends.</summary>
    Task<T> FollowAsync<T>(Func<IProgress<JobProgress>, Task<T>> work);

    /// <summary>The step that was last reported is over, and well. So is one that another follows, or that is the work's last.</summary>
    void EndStep();

    /// <summary>A line that stays.</summary>
    void Line(string text);
}
