using System.Globalization;
using Cronos;

namespace PipelineAnalytics.Nights;

/// <summary>A business date whose chain is to run once. Its date is its key: a clock that is moved, a restart, a second worker name the same night.</summary>
/// <param name="Date">In the business time zone.</param>
/// <param name="Due">The moment from which it may begin.</param>
public sealed record Night(DateOnly Date, DateTimeOffset Due);

/// <summary>
/// Which night is due, until when it may be begun late, and when its data must be there. Of the clock and the settings alone: what was
/// done about it is in <c>pipeline.nuit</c>.
/// </summary>
/// <remarks>
/// When clocks go forward, a time that they leave out is the first moment after; when they go back, the first of the two counts: one
/// night a date, always.
/// </remarks>
public sealed class NightSchedule
{
    /// <summary>Days that are looked back on for a night: a schedule has one a month, at least.</summary>
    private const int Past = 400;

    private readonly TimeZoneInfo zone;
    private readonly CronExpression cron;
    private readonly CronExpression lateUntil;
    private readonly CronExpression freshBy;

    /// <exception cref="PipelineException">Exit code 2: a setting is no schedule or no hour, or the zone is not known.</exception>
    public NightSchedule(PipelineSettings settings)
    {
        zone = TimeZoneInfo.FindSystemTimeZoneById(new BusinessClock(TimeProvider.System, settings.FuseauHoraire).Zone);
        cron = Cron(settings.Worker.Cron);
        lateUntil = Hour("RattrapageJusqua", settings.Worker.RattrapageJusqua);
        freshBy = Hour("Fraicheur", settings.Worker.Fraicheur);
    }

    /// <summary>The last night that was due by then; null for a schedule without one in more than a year.</summary>
    public Night? Latest(DateTimeOffset now) => Nights(now).FirstOrDefault();

    /// <summary>The night that is to be begun, if nobody has.</summary>
    public Night? ToBegin(DateTimeOffset now) => Latest(now) is { } night && now < LateUntil(night) ? night : null;

    /// <summary>The last night whose data must be there by then.</summary>
    public Night? ToBeFresh(DateTimeOffset now) => Nights(now).FirstOrDefault(night => FreshBy(night) <= now);

    /// <summary>When the next night is due; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        var today = DateOf(now);
        return Enumerable.Range(0, Past).Select(days => Of(today.AddDays(days))).FirstOrDefault(night => night?.Due > now)?.Due;
    }

    /// <summary>From then on a night that nobody began is left out: the next is near.</summary>
    public DateTimeOffset LateUntil(Night night) => lateUntil.GetNextOccurrence(night.Due, zone)!.Value;

    public DateTimeOffset FreshBy(Night night) => freshBy.GetNextOccurrence(night.Due, zone)!.Value;

    /// <summary>From when on a run counts for a night: by hand, it may be early, as long as it has all of the day before.</summary>
    public DateTimeOffset CountsFrom(Night night)
    {
        var midnight = StartOf(night.Date);
        return midnight < night.Due ? midnight : night.Due;
    }

    /// <summary>The night of a date, if it has one.</summary>
    public Night? Of(DateOnly date) =>
        cron.GetNextOccurrence(StartOf(date), zone, inclusive: true) is { } due && DateOf(due) == date ? new Night(date, due.ToUniversalTime()) : null;

    private IEnumerable<Night> Nights(DateTimeOffset now)
    {
        var today = DateOf(now);
        for (var days = 0; days < Past; days++)
        {
            if (Of(today.AddDays(-days)) is { } night && night.Due <= now) yield return night;
        }
    }

    private DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>Its midnight, or the first moment after where clocks leave that out.</summary>
    private DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(1);
        // Of two midnights the first: its offset is the larger.
        return new DateTimeOffset(midnight, zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight));
    }

    private static CronExpression Cron(string text) => CronExpression.TryParse(text, out var cron)
        ? cron
        : throw PipelineException.Misused($"Pipeline__Worker__Cron '{text}' is no schedule: write minute, hour, day of month, month, day of week, as 30 2 * * *.");

    private static CronExpression Hour(string setting, string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
        ? CronExpression.Parse(string.Create(CultureInfo.InvariantCulture, $"{hour.Minute} {hour.Hour} * * *"))
        : throw PipelineException.Misused($"Pipeline__Worker__{setting} '{text}' is no hour: write it as 06:00.");
}
