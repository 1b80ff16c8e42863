using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Vues;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Notifications;

/// <summary>Silence is an error: what must be there at 06:00, of facts alone. Times are of Paris, in summer.</summary>
public sealed class FreshnessTests(PostgresFixture postgres)
{
    private const string Mirror = "dump-for-analytics", Load = "charger-les-evenements", Enrichment = "enrichir-les-evenements";

    /// <summary>A Monday after 06:00.</summary>
    private const string Morning = "2025-06-30T09:00";

    private static readonly string[] Vues = [.. VueCatalog.Embedded.Select(v => v.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_night_that_went_well_data_is_fresh_and_has_an_age()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-06-30T02:30");

        var fresh = await ReadAsync(pipeline, Morning);
        Assert.True(fresh.IsFresh, string.Join("; ", fresh.Reasons));
        Assert.Equal((new DateOnly(2025, 6, 30), Paris("2025-06-30T02:40"), TimeSpan.FromMinutes(380)), (fresh.Night, fresh.DataAsOf, fresh.Age));
    }

    [Theory]
    // The night of Sunday is what must be there until 06:00.
    [InlineData("2025-06-30T05:59", true)]
    [InlineData("2025-06-30T06:00", false)]
    public async Task A_night_that_nobody_began_is_missed_at_the_hour_and_not_before(string now, bool fresh)
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-06-29T02:30");

        var read = await ReadAsync(pipeline, now);
        Assert.Equal(fresh, read.IsFresh);
        if (!fresh) Assert.Equal([$"{Mirror} last succeeded at 2025-06-29 02:30", $"{Load} last succeeded at 2025-06-29 02:40", $"{Enrichment} last succeeded at 2025-06-29 02:50"], read.Reasons);
    }

    [Fact]
    public async Task What_became_of_a_job_since_is_told()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-06-29T02:30");
        await RunAsync(pipeline, Mirror, "2025-06-30T02:30", "2025-06-30T02:35");
        await RunAsync(pipeline, Load, "2025-06-30T02:40", "2025-06-30T02:45", error: "charger-les-evenements: no disk.");
        await RunAsync(pipeline, Enrichment, "2025-06-30T02:50", null);
        Assert.Equal(
            [$"{Load} last succeeded at 2025-06-29 02:40, failed at 2025-06-30 02:40 (charger-les-evenements: no disk)", $"{Enrichment} last succeeded at 2025-06-29 02:50, was interrupted at 2025-06-30 02:50"],
            (await ReadAsync(pipeline, Morning)).Reasons);

        await using var session = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await session.ExecuteAsync("update pipeline.suivi_job set session_pid = pg_backend_pid(), session_debut = (select backend_start from pg_stat_activity where pid = pg_backend_pid()) where date_fin is null", Cancellation);
        Assert.Equal($"{Enrichment} last succeeded at 2025-06-29 02:50, runs since 2025-06-30 02:50", (await ReadAsync(pipeline, Morning)).Reasons[1]);
    }

    [Fact]
    public async Task Runs_by_hand_count_from_midnight_on_and_in_their_order()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-06-30T00:01");
        Assert.True((await ReadAsync(pipeline, Morning)).IsFresh);

        await using var other = await PipelineAsync();
        await RunAsync(other, Mirror, "2025-06-30T02:30", "2025-06-30T02:35");
        await RunAsync(other, Enrichment, "2025-06-30T02:44", "2025-06-30T02:50");
        await RunAsync(other, Load, "2025-06-30T02:40", "2025-06-30T02:45");
        Assert.Equal([$"{Enrichment} last succeeded at 2025-06-30 02:44, before the load that ended at 2025-06-30 02:45"], (await ReadAsync(other, Morning)).Reasons);

        // A load more, at noon, takes nothing away.
        await RunAsync(other, Enrichment, "2025-06-30T02:46", "2025-06-30T02:50");
        await RunAsync(other, Load, "2025-06-30T12:00", "2025-06-30T12:05");
        Assert.True((await ReadAsync(other, "2025-06-30T13:00")).IsFresh);
    }

    [Fact]
    public async Task A_run_that_was_replayed_with_a_later_clock_proves_nothing()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2030-01-01T02:30");
        var read = await ReadAsync(pipeline, Morning);
        Assert.Equal([$"{Mirror} never succeeded", $"{Load} never succeeded", $"{Enrichment} never succeeded"], read.Reasons);
        Assert.Null(read.DataAsOf);
    }

    [Fact]
    public async Task A_mirror_that_was_brought_back_is_not_this_nights()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-06-30T02:30");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """update pipeline.suivi_job set resultat = '{"cameBack": 20}' where type_job = 'dump-for-analytics'""");
        Assert.Equal([$"{Mirror} never succeeded"], (await ReadAsync(pipeline, Morning)).Reasons);
    }

    [Fact]
    public async Task A_complete_week_that_is_due_is_a_reason_from_the_first_hour_after_its_end_on()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-06-29T02:30");
        await WeekAsync(pipeline, "2025-06-23", published: []);
        Assert.True((await ReadAsync(pipeline, "2025-06-30T00:30")).IsFresh);

        await NightAsync(pipeline, "2025-06-30T02:30");
        Assert.Equal(["the week 2025-06-23 is due (missing): charger-les-vues computes it"], (await ReadAsync(pipeline, Morning)).Reasons);
        await WeekAsync(pipeline, "2025-06-23", published: Vues);
        Assert.True((await ReadAsync(pipeline, Morning)).IsFresh);
    }

    [Fact]
    public async Task What_the_next_night_has_changed_and_not_yet_published_is_let_pass_until_its_own_hour()
    {
        await using var pipeline = await PipelineAsync();
        await NightAsync(pipeline, "2025-07-01T02:30");
        await WeekAsync(pipeline, "2025-06-16", published: Vues, changedSince: true);
        await WeekAsync(pipeline, "2025-06-23", published: Vues);
        const string Due = "2 weeks are due, 2025-06-16 to 2025-06-23 (events changed): charger-les-vues computes them";
        Assert.Equal([Due], (await ReadAsync(pipeline, "2025-07-02T02:45")).Reasons);

        await NightAsync(pipeline, "2025-07-02T02:30");
        Assert.True((await ReadAsync(pipeline, "2025-07-02T03:00")).IsFresh);
        Assert.Equal([Due], (await ReadAsync(pipeline, "2025-07-02T06:00")).Reasons);
    }

    [Fact]
    public async Task Where_the_pipeline_never_ran_or_is_of_an_earlier_version_data_is_not_fresh_and_nothing_is_written()
    {
        await using var empty = await postgres.NewPipelineAsync();
        Assert.Equal(["the pipeline has never run there: pipeline-analytics run does its chain"], (await ReadAsync(empty, Morning)).Reasons);
        Assert.Equal(0, await empty.ScalarAsync<long>("select count(*) from pg_namespace where nspname like 'pipeline%'"));

        await using var earlier = await PipelineAsync();
        await NightAsync(earlier, "2025-06-30T02:30");
        await TestPipeline.ExecuteAsync(earlier.Analytics, "drop table pipeline.revision");
        Assert.Equal(["the bookkeeping of the vues is of an earlier version: the next run of a job brings it up to date"], (await ReadAsync(earlier, Morning)).Reasons);

        await TestPipeline.ExecuteAsync(earlier.Analytics, "alter table pipeline.suivi_job rename column date_fin to fin");
        Assert.Contains("does not say what ran: column s.date_fin does not exist", Assert.Single((await ReadAsync(earlier, Morning)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_an_answer()
    {
        await using var nowhere = new AnalyticsDatabase("Host=127.0.0.1;Port=1;Database=analytics;Username=elt;Password=tr0p-secret");
        var read = await Freshness.ReadAsync(nowhere, VueCatalog.Embedded, new PipelineSettings(), new FakeTimeProvider(Paris(Morning)), Cancellation);
        Assert.False(read.IsFresh);
        Assert.StartsWith("Cannot connect to 127.0.0.1:1/analytics (ConnectionStrings__Analytics)", Assert.Single(read.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_without_a_night_has_no_deadline()
    {
        await using var pipeline = await PipelineAsync();
        pipeline.Settings.Worker.Cron = "0 0 30 2 *";
        Assert.Equal((false, null), (await IsFreshAsync(), (await ReadAsync(pipeline, Morning)).Night));
        await NightAsync(pipeline, "2025-01-01T02:30");
        Assert.True(await IsFreshAsync());

        async Task<bool> IsFreshAsync() => (await ReadAsync(pipeline, Morning)).IsFresh;
    }

    [Fact]
    public async Task Data_that_is_not_fresh_is_told_once_a_night_and_once_when_it_is_again()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        foreach (var (night, fresh) in new[] { (29, true), (30, false), (30, false), (31, false), (31, false), (31, true), (31, true) })
            await bench.Notifier.FreshnessAsync(new Freshness(fresh, new DateOnly(2025, 5, night), null, null, fresh ? [] : ["why", "and why"]), Cancellation);

        var told = await bench.DeliveredAsync();
        Assert.Equal("**Données pas à jour (nuit du 30/05/2025)**\n```\nwhy\nand why\n```", told[0]);
        Assert.StartsWith("**Données toujours pas à jour (nuit du 31/05/2025)**\n", told[1], StringComparison.Ordinal);
        Assert.StartsWith("**Données de nouveau à jour (nuit du 31/05/2025)**\nAprès ", told[2], StringComparison.Ordinal);
        Assert.Equal(3, told.Count);
    }

    private async Task<TestPipeline> PipelineAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        await using var analytics = new AnalyticsDatabase(pipeline.AnalyticsText);
        await Migrator.MigrateAsync(analytics, pipeline.Settings, NullLogger.Instance, Cancellation);
        return pipeline;
    }

    private static async Task<Freshness> ReadAsync(TestPipeline pipeline, string now)
    {
        await using var analytics = new AnalyticsDatabase(pipeline.AnalyticsText);
        return await Freshness.ReadAsync(analytics, VueCatalog.Embedded, pipeline.Settings, new FakeTimeProvider(Paris(now)), Cancellation);
    }

    /// <summary>The first three jobs, ten minutes apart.</summary>
    private static async Task NightAsync(TestPipeline pipeline, string begun)
    {
        var start = DateTime.Parse(begun, CultureInfo.InvariantCulture);
        foreach (var (verb, i) in new[] { Mirror, Load, Enrichment }.Select((verb, i) => (verb, i)))
            await RunAsync(pipeline, verb, $"{start.AddMinutes(10 * i):s}", $"{start.AddMinutes((10 * i) + 5):s}");
    }

    private static async Task RunAsync(TestPipeline pipeline, string verb, string begun, string? ended, string? error = null)
    {
        await using var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("insert into pipeline.suivi_job (type_job, date_debut, date_fin, succes, erreur, session_pid, session_debut) values ($1, $2, $3, case when $3::timestamptz is not null then $4::text is null end, $4, 1, now())",
            Cancellation, verb, Paris(begun).UtcDateTime, ended is null ? null : Paris(ended).UtcDateTime, error);
    }

    private static async Task WeekAsync(TestPipeline pipeline, string monday, string[] published, bool changedSince = false)
    {
        await using var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        var week = DateOnly.Parse(monday, CultureInfo.InvariantCulture);
        await connection.ExecuteAsync("insert into pipeline.semaine values ($1, 10, $2) on conflict do nothing", Cancellation, week, changedSince ? 2L : 1L);
        await connection.ExecuteAsync("insert into pipeline.vue_semaine (vue, semaine, date_calcul, nb_evenements, changement, empreinte, fuseau, provisoire) select vue, $1, now(), 10, 1, empreinte, 'Europe/Paris', false from unnest($2::text[], $3::text[]) v (vue, empreinte) where vue = any ($4::text[])",
            Cancellation, week, Vues, VueCatalog.Embedded.Select(v => v.ModelFingerprint).ToArray(), published);
    }

    private static DateTimeOffset Paris(string local)
    {
        var time = DateTime.Parse(local, CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris").GetUtcOffset(time)).ToUniversalTime();
    }
}
