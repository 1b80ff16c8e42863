namespace PipelineAnalytics;

/// <summary>"Today" as the business counts days: in its own time zone, whatever the zone of the machine.</summary>
public sealed class BusinessClock
{
    private readonly TimeProvider time;
    private readonly TimeZoneInfo zone;

    /// <exception cref="PipelineException">Exit code 2: the zone is not known on this machine.</exception>
    public BusinessClock(TimeProvider time, string zone)
    {
        this.time = time;
        Zone = zone;
        // PostgreSQL takes almost any word for a zone ("Paris+2" is one): the IANA list decides, on both sides.
        if (!zone.Contains('/', StringComparison.Ordinal) && zone is not "UTC" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            throw PipelineException.Misused($"Pipeline__FuseauHoraire: '{zone}' is not a known time zone; use an IANA name such as Europe/Paris (and install tzdata if this machine has none).");
        }

        this.zone = found;
    }

    /// <summary>The IANA name, as passed to PostgreSQL's <c>AT TIME ZONE</c>.</summary>
    public string Zone { get; }

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, zone).DateTime);

    /// <summary>The week that is not over.</summary>
    public Semaine CurrentSemaine => Semaine.Of(Today);

    /// <summary>The last complete week.</summary>
    public Semaine PreviousSemaine => CurrentSemaine.Precedente;

    public bool IsMonday => Today.DayOfWeek == DayOfWeek.Monday;
}

/// <summary>A clock that starts at a chosen instant and runs at the real one's pace, or faster: <c>--maintenant</c>, <c>--vitesse</c>, for tests and replays. Durations stay real ones.</summary>
public sealed class ReplayTime(DateTimeOffset start, TimeProvider real, int speed = 1) : TimeProvider
{
    private readonly long origin = real.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime() + real.GetElapsedTime(origin) * speed;

    public override long GetTimestamp() => real.GetTimestamp();

    public override long TimestampFrequency => real.TimestampFrequency;
}
