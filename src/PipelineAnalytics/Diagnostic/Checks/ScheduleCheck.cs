using System.Globalization;
using PipelineAnalytics.Nights;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>When the worker begins the next night.</summary>
internal sealed class ScheduleCheck : ICheck
{
    public string Subject => "schedule";

    public string What => "schedule";

    public Needs Needs => Needs.Nothing;

    public Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        var worker = examination.Settings.Worker;
        // The zone is another check's.
        if (!IsKnown(examination.Settings.FuseauHoraire, out var zone)) return Task.CompletedTask;
        var schedule = new NightSchedule(examination.Settings);
        if (schedule.Next(examination.Time.GetUtcNow()) is not { } next) findings.Fault($"Pipeline__Worker__Cron '{worker.Cron}' has no night in more than a year", "write minute, hour, day of month, month, day of week, as 30 2 * * *");
        else findings.Ok(string.Create(CultureInfo.InvariantCulture, $"the worker begins the next night {TimeZoneInfo.ConvertTime(next, zone!):yyyy-MM-dd HH:mm} in {zone!.Id}, fresh by {worker.Fraicheur}, late until {worker.RattrapageJusqua}; run begins one at once"));
        return Task.CompletedTask;
    }

    private static bool IsKnown(string name, out TimeZoneInfo? zone)
    {
        zone = null;
        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(new BusinessClock(TimeProvider.System, name).Zone);
            return true;
        }
        catch (PipelineException)
        {
            return false;
        }
    }
}
