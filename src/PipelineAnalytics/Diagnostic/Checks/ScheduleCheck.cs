using System.Globalization;
using PipelineAnalytics.Nights;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>When the worker begins the next night.</summary>
internal sealed class ScheduleCheck : ICheck
{
    private const int MostAttempts = 10, MostMinutes = 1440;

    public string Subject => "schedule";

    public string What => "schedule";

    public Needs Needs => Needs.Nothing;

    public Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        var worker = examination.Settings.Worker;
        EnsureRange(findings, "Essais", worker.Essais, 0, MostAttempts);
        EnsureRange(findings, "MinutesAuPlus__DumpForAnalytics", worker.MinutesAuPlus.DumpForAnalytics, 1, MostMinutes);
        EnsureRange(findings, "MinutesAuPlus__ChargerLesEvenements", worker.MinutesAuPlus.ChargerLesEvenements, 1, MostMinutes);
        EnsureRange(findings, "MinutesAuPlus__EnrichirLesEvenements", worker.MinutesAuPlus.EnrichirLesEvenements, 1, MostMinutes);
        EnsureRange(findings, "MinutesAuPlus__ChargerLesVues", worker.MinutesAuPlus.ChargerLesVues, 1, MostMinutes);

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

    private static void EnsureRange(Findings findings, string name, int value, int least, int most)
    {
        if (value < least || value > most) findings.Fault($"Pipeline__Worker__{name} is {value}", $"give a whole number from {least} to {most}");
    }
}
