using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Production;

/// <summary>
/// A production made by the server itself: 250,000 jeunes, 5,000 counsellors, 400 agencies, and engagement events at a steady
/// <paramref name="perDay"/> a day. Events are numbered: history is all those below 0, and night <c>n</c> brings those of day <c>n − 1</c>.
/// </summary>
internal sealed class MadeUpProduction(BenchServer server, int perDay)
{
    public const string Database = "production";

    /// <summary>A Friday: the nights that are measured add to a week that is well filled already.</summary>
    private static readonly DateOnly FirstNewDay = new(2025, 9, 26);

    public int PerDay => perDay;

    public int PerWeek => 7 * perDay;

    /// <summary>Whose events night <paramref name="night"/> brings.</summary>
    public static DateOnly DayBefore(int night) => FirstNewDay.AddDays(night - 1);

    /// <summary>When the pipeline runs: at half past two, after the last of these events.</summary>
    public DateTimeOffset NightAfter(long lastEvent) =>
        new(FirstNewDay.AddDays((int)Math.Floor((double)lastEvent / perDay) + 1).ToDateTime(new TimeOnly(2, 30)), TimeSpan.FromHours(2));

    /// <summary>Production without events.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        await server.CreateAsync(cancellation, Database);
        await PeopleAsync(Database, night: 0, cancellation);
        await using var connection = await server.OpenAsync(Database, cancellation);
        await connection.ExecuteFileAsync("Production/events_table.sql", cancellation);
    }

    /// <summary>The people as they are on a night, in production or in a mirror of it.</summary>
    public async Task PeopleAsync(string database, int night, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        await connection.ExecuteAsync("select set_config('bench.night', $1, false)", cancellation, night.ToString(CultureInfo.InvariantCulture));
        await connection.ExecuteFileAsync("Production/people.sql", cancellation);
    }

    /// <summary>Adds the events <paramref name="first"/> to <paramref name="last"/>.</summary>
    public async Task AddEventsAsync(long first, long last, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(Database, cancellation);
        await connection.ExecuteAsync("set work_mem = '256MB'", cancellation);
        await connection.ExecuteFileAsync("Production/events.sql", cancellation, first, last, (long)perDay, FirstNewDay);
    }

    /// <summary>The events of the day before a night; those that are more than a week old by then go, as they do in production.</summary>
    public async Task AddDayAsync(int night, CancellationToken cancellation)
    {
        await AddEventsAsync((night - 1L) * perDay, (night * (long)perDay) - 1, cancellation);
        await using var connection = await server.OpenAsync(Database, cancellation);
        await connection.ExecuteAsync("delete from evenement_engagement_hebdo where date_evenement < $1::date - 7", cancellation, DayBefore(night));
    }

    public async Task ForgetEventsAsync(CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(Database, cancellation);
        await connection.ExecuteAsync("truncate evenement_engagement_hebdo", cancellation);
    }
}
