using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The business zone is known to both servers, tells the same hours there as here, and is the one that events were enriched in.</summary>
internal sealed class ZoneCheck : ICheck
{
    public string Subject => "clocks";

    public string What => "time zone";

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        BusinessClock clock;
        try
        {
            clock = new BusinessClock(examination.Time, examination.Settings.FuseauHoraire);
        }
        catch (PipelineException)
        {
            return; // told among the settings
        }

        foreach (var database in examination.Databases)
        {
            await using var connection = await database.OpenAsync(cancellation);
            await CompareAsync(database, connection, clock, findings, cancellation);
            if (database is AnalyticsDatabase) await KeptAsync(connection, clock.Zone, findings, cancellation);
        }
    }

    /// <summary>Rules of time zones are data, of the age of each machine's tzdata: a country that changed its rules is told apart by its offsets.</summary>
    private static async Task CompareAsync(PostgresDatabase database, NpgsqlConnection connection, BusinessClock clock, Findings findings, CancellationToken cancellation)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(clock.Zone);
        try
        {
            var there = await connection.QueryAsync(SqlFile.Read("Diagnostic/Checks/fuseau.sql"), static r => (Instant: r.GetDateTime(0), Seconds: r.GetInt32(1)), cancellation, clock.Zone, clock.Now.UtcDateTime);
            if (there.Any(t => zone.GetUtcOffset(t.Instant) != TimeSpan.FromSeconds(t.Seconds))) findings.Attention($"{database.Place} and this machine tell other hours in {clock.Zone}, some time within two years", "bring tzdata up to date on both");
            else findings.Ok($"{clock.Zone} is known to {database.Place}, with the same hours");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            findings.Fault($"{database.Place} does not know the time zone {clock.Zone}", "install tzdata there, or set Pipeline__FuseauHoraire to a zone that both know");
        }
    }

    private static async Task KeptAsync(NpgsqlConnection connection, string zone, Findings findings, CancellationToken cancellation)
    {
        if (!await connection.ScalarAsync<bool>("select to_regclass('pipeline.reglage') is not null and to_regclass('pipeline.semaine') is not null", cancellation)) return;
        var kept = await connection.ScalarAsync<string>("select valeur from pipeline.reglage where nom = 'fuseau' and exists (select from pipeline.semaine)", cancellation);
        if (kept is not null && kept != zone) findings.Fault($"Pipeline__FuseauHoraire is {zone}, but the events of analytics have their days and weeks in {kept}", "set it back, or load the events into a new database");
    }
}
