using Microsoft.Extensions.Logging;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Suivi.Notifications;
using PipelineAnalytics.Vues;
using Spectre.Console;

namespace PipelineAnalytics.Host.Cli;

/// <summary>What a verb has at hand: settings, clock, and the places to write to.</summary>
internal sealed class Session
{
    /// <param name="maintenant">The text of <c>--maintenant</c>; null for the machine's clock.</param>
    /// <param name="anyZone">Whether a zone that cannot be used is the verb's to tell; times are then shown in UTC.</param>
    /// <exception cref="PipelineException">Exit code 2: the zone or the moment cannot be used.</exception>
    public Session(PipelineSettings settings, Terminal terminal, TimeProvider time, JsonAnswer answer, string? maintenant, bool anyZone = false)
    {
        Settings = settings;
        // The clock knows which zones are refused, and why.
        Zone = !anyZone ? TimeZoneInfo.FindSystemTimeZoneById(new BusinessClock(time, settings.FuseauHoraire).Zone)
            : TimeZoneInfo.TryFindSystemTimeZoneById(settings.FuseauHoraire, out var zone) ? zone : TimeZoneInfo.Utc;
        Maintenant = maintenant is null ? null : Cli.Maintenant.Parse(maintenant, Zone);
        Time = Maintenant is { } start ? new ReplayTime(start, time) : time;

        var messages = terminal.MessagesConsole();
        Display = messages.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? new BarDisplay(messages, time, Zone)
            : new PlainDisplay(terminal.Messages, time, Zone);
        Logger = new LineLogger(Display);
        HandRuns = new HandRuns(settings, time, Logger);
        Answer = answer;
        Results = answer.IsAsked ? Terminal.Silent() : terminal.ResultsConsole();
        RawResults = answer.IsAsked ? TextWriter.Null : terminal.Results;
        MessagesWatched = terminal.MessagesWatched;
        IsOneScreen = terminal is { ResultsWatched: true, MessagesWatched: true };
    }

    public PipelineSettings Settings { get; }

    /// <summary>The business time zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The moment that is replayed, if one is.</summary>
    public DateTimeOffset? Maintenant { get; }

    /// <summary>The jobs' clock.</summary>
    public TimeProvider Time { get; private set; }

    public IDisplay Display { get; }

    public ILogger Logger { get; }

    /// <summary>Standard output, silent with <c>--json</c>.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>The same for a line that no width may break.</summary>
    public TextWriter RawResults { get; }

    /// <summary>Whether messages go to a screen.</summary>
    public bool MessagesWatched { get; }

    /// <summary>Whether results and messages are read together: what one says, the other need not.</summary>
    public bool IsOneScreen { get; }

    public JsonAnswer Answer { get; }

    /// <summary>Tells others how runs ended.</summary>
    public HandRuns HandRuns { get; }

    /// <summary>Lets the jobs' clock run so many times faster from now on.</summary>
    public void Hasten(int speed)
    {
        if (speed > 1) Time = new ReplayTime(Time.GetUtcNow(), TimeProvider.System, speed);
    }

    /// <summary>Runs a job and shows its progress; how it ended is told to others, too.</summary>
    public Task<JobRun> RunAsync(IJob job, CancellationToken cancellation) => ToldRun.RunAsync(
        job, HandRuns, () => Display.FollowAsync(progress => new JobRunner(Settings, Time, Logger, progress).RunAsync(job, cancellation)), cancellation);

    /// <summary>What a job would do.</summary>
    public Task<VuePlan> PlanAsync(IPlannedJob job, CancellationToken cancellation) =>
        Display.FollowAsync(progress => new JobRunner(Settings, Time, Logger, progress).PlanAsync(job, cancellation));
}
