using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>Every event of production once, whatever its id, its date, and the order of commits.</summary>
public sealed class LoadTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_loaded_event_is_visible_at_once_with_nulls_for_what_enrichment_brings()
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'Action')");
        var run = await pipeline.LoadAsync();

        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement where id = 1 and categorie = 'Action' and num_nulls(semaine, jour, agence, departement, region) = 5"));
        Assert.Equal(1, (long)run.Outcome.Result["loaded"]!);
    }

    [Fact]
    public async Task Loading_and_enriching_again_changes_nothing()
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'a'), (2, null, 'b'), (3, 'infinity', 'c'), (4, '-infinity', 'd')");
        for (var night = 0; night < 3; night++)
        {
            await pipeline.LoadAsync();
            await pipeline.EnrichAsync();
        }

        Assert.Equal("1:2025-06-23 2: 3: 4:", await pipeline.ScalarAsync<string>("select string_agg(id || ':' || coalesce(semaine::text, ''), ' ' order by id) from public.evenement_engagement"));
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select sum(nb_evenements)::bigint from pipeline.semaine"));
    }

    [Fact]
    public async Task An_event_committed_late_under_an_old_id_and_an_old_date_is_not_lost()
    {
        await using var pipeline = await StartAsync();
        await using var late = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var open = await late.BeginTransactionAsync(Cancellation);
        await new NpgsqlCommand("insert into evenement_engagement_hebdo (id, date_evenement) values (5, '2020-01-01T00:00Z')", late).ExecuteNonQueryAsync(Cancellation);
        await InsertAsync(pipeline, "(4, '2025-06-24T10:00Z', 'a'), (6, '2025-06-24T10:00Z', 'a'), (-3, '2025-06-24T10:00Z', 'a'), (2147483647, '2031-01-01T10:00Z', 'a')");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await open.CommitAsync(Cancellation);
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();

        Assert.Equal("-3,4,5,6,2147483647", await IdsAsync(pipeline));
    }

    /// <summary>Dates that programs write for "none", and that no calendar of the business knows.</summary>
    [Fact]
    public async Task Senseless_dates_disturb_nothing()
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '0001-01-01T00:00Z', 'a'), (2, '0044-03-15 12:00 BC', 'b'), (3, '9999-12-31T23:59Z', 'c'), (4, '1970-01-01T00:00Z', 'd'), (5, '2025-06-24T10:00Z', 'e'), (6, '294276-12-31T00:00Z', 'f')");
        await TestPipeline.ExecuteAsync(pipeline.Source, "update evenement_engagement_hebdo set id_utilisateur = 'u', structure = 'MILO'");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await pipeline.VuesAsync();
        await pipeline.BackfillAsync();

        Assert.Equal("1969-12-29 2025-06-23", await pipeline.ScalarAsync<string>("select string_agg(semaine::text, ' ' order by semaine) from public.analytics_engagement_national"));
        Assert.Equal("1,2,3,4,5,6", await IdsAsync(pipeline));
    }

    [Fact]
    public async Task Rows_hidden_by_a_policy_are_refused_and_not_left_out()
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'a')");
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            create role lecteur_cache login password 'secret';
            grant select on all tables in schema public to lecteur_cache;
            alter table evenement_engagement_hebdo enable row level security
            """);
        pipeline.Settings.Source = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Username = "lecteur_cache", Password = "secret" }.ConnectionString;

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.LoadAsync);
        Assert.Contains("row-level security", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__Source", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_production_forgot_stay_in_analytics()
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'a'), (2, '2025-06-24T10:00Z', 'a')");
        await pipeline.LoadAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "delete from evenement_engagement_hebdo where id = 1");
        await InsertAsync(pipeline, "(3, '2025-06-24T10:00Z', 'a')");
        await pipeline.LoadAsync();

        Assert.Equal("1,2,3", await IdsAsync(pipeline));
    }

    /// <summary>More separate ranges than one COPY takes, beside one that is cut for its length.</summary>
    [Fact]
    public async Task Any_pattern_of_missing_ids_is_filled()
    {
        await using var pipeline = await StartAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement) select i, '2025-06-24T10:00Z' from generate_series(1, 6000) i where i % 2 = 0");
        await pipeline.LoadAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement) select i, '2025-06-24T10:00Z' from generate_series(1, 260000) i on conflict do nothing");
        var run = await pipeline.LoadAsync();

        Assert.Equal(257_000, (long)run.Outcome.Result["loaded"]!);
        Assert.Equal(260_000L, await pipeline.ScalarAsync<long>("select count(distinct id) from public.evenement_engagement"));
        Assert.Equal(260_000L, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement"));
    }

    [Fact]
    public async Task Two_loads_at_once_bring_each_event_once()
    {
        await using var pipeline = await StartAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement) select i, now() from generate_series(1, 20000) i");
        await Task.WhenAll(pipeline.LoadAsync(), pipeline.LoadAsync(), pipeline.LoadAsync());

        Assert.Equal(20_000L, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement"));
    }

    [Theory]
    [InlineData("alter table evenement_engagement_hebdo drop column code", "has no column code")]
    [InlineData("alter table evenement_engagement_hebdo alter column nom type integer using null", "nom is of type integer")]
    [InlineData("alter table evenement_engagement_hebdo alter column date_evenement type timestamp", "date_evenement is of type timestamp without time zone")]
    [InlineData("drop table evenement_engagement_hebdo", "no table public.evenement_engagement_hebdo")]
    public async Task A_source_that_drifted_is_named_and_nothing_is_loaded(string drift, string told)
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'a')");
        await pipeline.LoadAsync();
        await InsertAsync(pipeline, "(2, '2025-06-24T10:00Z', 'a')");
        await TestPipeline.ExecuteAsync(pipeline.Source, drift);

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.LoadAsync);

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal("1", await IdsAsync(pipeline));
        Assert.Equal("failed", (await LastRunAsync(pipeline)).State);
    }

    [Fact]
    public async Task A_new_column_of_the_source_is_named_and_left_alone()
    {
        await using var pipeline = await StartAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo add column nouvelle text");
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'a')");
        var run = await pipeline.LoadAsync();

        Assert.Equal("nouvelle", (string?)run.Outcome.Result["ignoredColumns"]![0]);
        Assert.Equal("1", await IdsAsync(pipeline));
    }

    [Fact]
    public async Task Enriching_before_the_first_mirror_says_what_to_run()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.EnrichAsync);

        Assert.Contains("run dump-for-analytics first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_time_zone_than_that_of_the_events_is_refused()
    {
        await using var pipeline = await StartAsync();
        await InsertAsync(pipeline, "(1, '2025-06-24T10:00Z', 'a')");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        pipeline.Settings.FuseauHoraire = "Indian/Reunion";

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.EnrichAsync);

        Assert.Equal(2, error.ExitCode);
        Assert.Contains("Europe/Paris", error.Message, StringComparison.Ordinal);
    }

    private async Task<TestPipeline> StartAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        var empty = RandomSource.Sample(1, 5) with { Evenements = [] };
        await SourceSchema.LoadAsync(pipeline.Source, empty, Cancellation);
        await pipeline.LayMirrorAsync(empty);
        return pipeline;
    }

    private static Task InsertAsync(TestPipeline pipeline, string values) =>
        TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement, categorie) values {values}");

    private static Task<string?> IdsAsync(TestPipeline pipeline) =>
        pipeline.ScalarAsync<string>("select string_agg(id::text, ',' order by id) from public.evenement_engagement");

    private static async Task<Suivi.PastRun> LastRunAsync(TestPipeline pipeline)
    {
        await using var analytics = new Postgres.AnalyticsDatabase(pipeline.AnalyticsText);
        return (await Suivi.RunHistory.LastAsync(analytics, 1, Cancellation))[0];
    }
}
