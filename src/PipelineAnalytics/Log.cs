using Microsoft.Extensions.Logging;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics;

/// <summary>Every message of the pipeline, in one place. Event ids are stable: monitoring may rely on them.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "another run holds the lock {Lock}: waiting for it to end")]
    public static partial void WaitingForLock(this ILogger logger, PipelineLock @lock);

    [LoggerMessage(101, LogLevel.Information, "schema brought up to date: {Script}")]
    public static partial void Migrated(this ILogger logger, string script);

    [LoggerMessage(102, LogLevel.Information, "taking over the events of public.evenement_engagement: readers see the old table until this is done")]
    public static partial void TakingOver(this ILogger logger);

    [LoggerMessage(130, LogLevel.Information, "{Count} objects of public that stood where the mirror goes are set aside in pipeline_miroir_precedent, until the next mirror")]
    public static partial void FirstMirrorReplaces(this ILogger logger, int count);

    [LoggerMessage(131, LogLevel.Warning, "the {Kind} {Name} does not fit the new tables under it ({Why}): its definition is kept in pipeline.objet_perdu, and it is made again the night it fits")]
    public static partial void ObjectLost(this ILogger logger, string kind, string name, string why);

    [LoggerMessage(132, LogLevel.Warning, "the foreign key {Name} of {Table} does not hold over the new tables: it stays, not validated")]
    public static partial void KeyDoesNotHold(this ILogger logger, string name, string table);

    [LoggerMessage(133, LogLevel.Information, "a statement of production waited behind the copy of {Table}: it is let go of, and copied again later")]
    public static partial void LetGo(this ILogger logger, string table);

    [LoggerMessage(134, LogLevel.Warning, "{What}: the mirror begins again with a new snapshot")]
    public static partial void BeginsAgain(this ILogger logger, string what);

    [LoggerMessage(140, LogLevel.Warning, "the week {Semaine} is not over: its numbers are provisional, and are computed again when it is")]
    public static partial void Provisional(this ILogger logger, string semaine);

    [LoggerMessage(143, LogLevel.Warning, "the week {Semaine} has no event: there is nothing to publish")]
    public static partial void NothingToPublish(this ILogger logger, string semaine);

    [LoggerMessage(141, LogLevel.Information, "stopping: the weeks in hand are finished first; Ctrl-C again stops at once")]
    public static partial void FinishingWeeks(this ILogger logger);

    [LoggerMessage(142, LogLevel.Information, "going on with what a run of {Started} began: {Done} of {Total} weeks are done; --recommencer starts anew")]
    public static partial void Resuming(this ILogger logger, string started, int done, int total);

    [LoggerMessage(120, LogLevel.Warning, "analytics differs from the source on {Days}: those days are loaded again")]
    public static partial void RepairingDays(this ILogger logger, string days);

    [LoggerMessage(150, LogLevel.Warning, "production holds some of the events {First} to {Last}: this batch is left for the next run")]
    public static partial void BatchLeft(this ILogger logger, long first, long last);

    [LoggerMessage(151, LogLevel.Warning, "forgotten, but {Count} tables keep earlier versions of their rows for sessions older than this run: run oublier again when those have ended")]
    public static partial void RowVersionsLeft(this ILogger logger, long count);

    [LoggerMessage(110, LogLevel.Information, "{Verb}: started")]
    public static partial void JobStarted(this ILogger logger, string verb);

    [LoggerMessage(111, LogLevel.Information, "{Verb}: done in {Seconds:0.0} s")]
    public static partial void JobDone(this ILogger logger, string verb, double seconds);

    [LoggerMessage(160, LogLevel.Warning, "run {Run} of {Verb} was dead: {Sessions} sessions that it left in analytics were ended")]
    public static partial void DeadRun(this ILogger logger, string verb, long run, int sessions);

    [LoggerMessage(161, LogLevel.Information, "the night of {Night} begins")]
    public static partial void NightBegun(this ILogger logger, string night);

    [LoggerMessage(162, LogLevel.Information, "{Verb} of the night of {Night} has been done by hand (run {Run}): it counts")]
    public static partial void DoneByHand(this ILogger logger, string verb, string night, long run);

    [LoggerMessage(163, LogLevel.Warning, "{Verb} of the night of {Night} failed, and is tried again at {At}")]
    public static partial void TriedAgain(this ILogger logger, string verb, string night, string at);

    [LoggerMessage(164, LogLevel.Error, "{Verb} of the night of {Night} failed: {Error}")]
    public static partial void StepFailed(this ILogger logger, string verb, string night, string error);

    [LoggerMessage(200, LogLevel.Warning, "the webhook at {Place} did not take a message ({Why}): it is tried again in {Delay}")]
    public static partial void MessageNotTaken(this ILogger logger, string place, string why, TimeSpan delay);

    [LoggerMessage(201, LogLevel.Warning, "the webhook at {Place} did not take a message ({Why}): given up after {Attempts} attempts in a day; it stays in pipeline.message")]
    public static partial void MessageGivenUp(this ILogger logger, string place, string why, int attempts);

    [LoggerMessage(202, LogLevel.Warning, "what is to be told of {Subject} cannot be written to analytics: {Why}")]
    public static partial void NotNoted(this ILogger logger, string subject, string why);

    [LoggerMessage(203, LogLevel.Warning, "the failure of {Subject} could not be told: the webhook at {Place} did not take it ({Why})")]
    public static partial void NotToldDirectly(this ILogger logger, string subject, string place, string why);

    [LoggerMessage(204, LogLevel.Warning, "messages wait, for analytics cannot be read: {Why}")]
    public static partial void OutboxOut(this ILogger logger, string why);

    [LoggerMessage(205, LogLevel.Warning, "people could not be told within {Seconds} s: what waits in pipeline.message leaves with the next run, or by the worker")]
    public static partial void ToldTooSlowly(this ILogger logger, double seconds);
}
