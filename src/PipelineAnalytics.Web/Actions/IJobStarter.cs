using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Web.Actions;

/// <summary>Starts jobs from the dashboard: the same that the verbs run, in the background, one at a time in this process. The host provides it.</summary>
public interface IJobStarter
{
    /// <summary>What was started last, as far as it is; null before the first.</summary>
    StartedJob? Latest { get; }

    /// <param name="action">Of <see cref="JobForm"/>.</param>
    /// <returns>Why this process cannot do it, in French; null when it can.</returns>
    string? Obstacle(string action);

    /// <summary>Returns as soon as it has begun.</summary>
    /// <exception cref="ActionRefusedException">Another is under way, the process is about to stop, or cannot do it.</exception>
    void Start(JobRequest request);
}

public enum StartedState
{
    Running,
    Succeeded,
    Failed,

    /// <summary>The process was told to stop.</summary>
    Interrupted,
}

/// <param name="Progress">How far it is; null before it says so.</param>
/// <param name="Error">What it failed of, in the words of the run history.</param>
public sealed record StartedJob(JobRequest Request, DateTimeOffset Started, StartedState State, JobProgress? Progress = null, string? Error = null)
{
    public bool IsRunning => State == StartedState.Running;

    /// <summary>The word of the run history.</summary>
    public string StateName => State switch
    {
        StartedState.Running => "en_cours",
        StartedState.Succeeded => "reussie",
        StartedState.Failed => "echouee",
        _ => "interrompue",
    };
}

/// <summary>Nothing was started; the message, in French, says why and what to do.</summary>
public sealed class ActionRefusedException(string message) : Exception(message);
