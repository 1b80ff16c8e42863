using Npgsql;
using PipelineAnalytics.Jobs.NettoyerLesEvenements;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nettoyage;

/// <summary>Production loses what is old and proven in analytics, and not one event more.</summary>
public sealed class PurgeTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_events_that_analytics_has_are_deleted_from_production_and_stay_in_analytics()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z'), (2, '2025-06-24T10:00:00.123456Z'), (3, '0044-03-15 BC')");

        Assert.Equal("of 3: 3 deleted, 0 not in analytics, 0 batches skipped", await RunAsync(pipeline));
        Assert.Equal("", await IdsAsync(pipeline));
        Assert.Equal(3L, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement"));
        Assert.Equal("of 0: 0 deleted, 0 not in analytics, 0 batches skipped", await RunAsync(pipeline));
    }

    [Fact]
    public async Task What_analytics_does_not_have_or_has_of_another_date_stays()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z'), (2, '2025-06-24T10:00Z'), (3, '2025-06-24T10:00Z')");
        await TestPipeline.ExecuteAsync(pipeline.Source, "update evenement_engagement_hebdo set date_evenement = '2025-06-24T10:00:00.000001Z' where id = 2");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where id = 3");
        await InsertAsync(pipeline, "(4, '2025-06-24T10:00Z')");

        Assert.Equal("of 4: 1 deleted, 3 not in analytics, 0 batches skipped", await RunAsync(pipeline));
        Assert.Equal("2,3,4", await IdsAsync(pipeline));
    }

    [Fact]
    public async Task Events_without_a_date_that_ages_stay()
    {
        await using var pipeline = await StartAsync("(1, null), (2, 'infinity'), (3, '-infinity')");

        Assert.StartsWith("of 0:", await RunAsync(pipeline), StringComparison.Ordinal);
        Assert.Equal("1,2,3", await IdsAsync(pipeline));
    }

    [Fact]
    public async Task The_age_is_counted_from_the_clock_of_the_run()
    {
        await using var pipeline = await StartAsync("(1, '2025-11-15T23:59:59.999Z'), (2, '2025-11-16T00:10Z'), (3, '2025-11-20T00:00Z')");
        pipeline.Maintenant = new DateTimeOffset(2025, 11, 26, 0, 0, 0, TimeSpan.Zero);
        await RunAsync(pipeline, days: 10);

        Assert.Equal("2,3", await IdsAsync(pipeline));
    }

    /// <summary>A replay of a far future would otherwise empty production.</summary>
    [Fact]
    public async Task A_clock_that_is_ahead_of_productions_makes_no_event_old()
    {
        await using var pipeline = await StartAsync("(1, now() - interval '6 days'), (2, now() - interval '8 days')");
        pipeline.Maintenant = new DateTimeOffset(2400, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await RunAsync(pipeline);

        Assert.Equal("1", await IdsAsync(pipeline));
    }

    [Theory]
    [InlineData(null, "nettoyer-les-evenements is off: to switch it on, set Pipeline__Nettoyage__Jours")]
    [InlineData(6, "Pipeline__Nettoyage__Jours is 6")]
    [InlineData(-1, "Pipeline__Nettoyage__Jours is -1")]
    [InlineData(int.MaxValue, "Pipeline__Nettoyage__Jours is 2147483647")]
    public async Task Off_or_too_eager_it_does_nothing(int? days, string told)
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z')");
        var error = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(pipeline, days));

        Assert.Equal(2, error.ExitCode);
        Assert.StartsWith(told, error.Message, StringComparison.Ordinal);
        Assert.Equal("1", await IdsAsync(pipeline));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.suivi_job where type_job = 'nettoyer-les-evenements'"));
    }

    /// <summary>The batch waits for a row; meanwhile another row of it changes, and a new one comes.</summary>
    [Fact]
    public async Task What_changes_while_it_runs_is_seen()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z'), (2, '2025-06-24T10:00Z'), (3, '2025-06-24T10:00Z')");
        await using var app = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await app.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(app, "select from evenement_engagement_hebdo where id = 1 for update; update evenement_engagement_hebdo set date_evenement = '2025-11-25T10:00Z' where id = 2; insert into evenement_engagement_hebdo (id, date_evenement) values (4, '2025-06-24T10:00Z')");
        var run = RunAsync(pipeline);
        await WaitingAsync(pipeline);
        await transaction.CommitAsync(Cancellation);

        Assert.Equal("of 3: 2 deleted, 0 not in analytics, 0 batches skipped", await run);
        Assert.Equal("2,4", await IdsAsync(pipeline));
    }

    [Theory]
    [InlineData("select from evenement_engagement_hebdo where id = 1 for update")]
    [InlineData("lock table evenement_engagement_hebdo in share mode")]
    public async Task A_batch_that_another_session_holds_is_left_for_the_next_run_and_said(string hold)
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z'), (2, '2025-06-24T10:00Z')");
        await using (var app = await pipeline.Source.OpenConnectionAsync(Cancellation))
        await using (await app.BeginTransactionAsync(Cancellation))
        {
            await ExecuteAsync(app, hold);
            Assert.Equal("of 2: 0 deleted, 0 not in analytics, 1 batches skipped", await RunAsync(pipeline));
            Assert.Equal("1,2", await IdsAsync(pipeline));
        }

        Assert.StartsWith("of 2: 2 deleted", await RunAsync(pipeline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_batches_and_events_not_enriched_yet_are_deleted_too()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z')");
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement) select i, '2025-06-24T10:00Z' from generate_series(2, 12001) i");
        await pipeline.LoadAsync();
        await InsertAsync(pipeline, "(900000, '2025-06-24T10:00Z')");

        Assert.StartsWith("of 12002: 12001 deleted, 1 not in analytics", await RunAsync(pipeline), StringComparison.Ordinal);
        Assert.Equal("900000", await IdsAsync(pipeline));
    }

    [Fact]
    public async Task Without_the_right_to_delete_it_says_what_to_grant()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z')");
        var reader = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Username = $"lecteur_{Guid.NewGuid():N}", Password = "x" };
        await TestPipeline.ExecuteAsync(pipeline.Source, $"create role {reader.Username} login password 'x'; grant select on all tables in schema public to {reader.Username}");
        pipeline.Settings.Source = reader.ConnectionString;
        var error = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(pipeline));

        Assert.Contains($"The user {reader.Username} may not delete from public.evenement_engagement_hebdo", error.Message, StringComparison.Ordinal);
        await TestPipeline.ExecuteAsync(pipeline.Source, $"grant delete on evenement_engagement_hebdo to {reader.Username}");
        await RunAsync(pipeline);
        Assert.Equal("", await IdsAsync(pipeline));
    }

    [Fact]
    public async Task A_session_that_wrote_is_read_only_again_for_the_next_who_opens_one()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z')");
        await using var source = new Postgres.SourceDatabase(pipeline.SourceText + ";Maximum Pool Size=1");
        await using (var writing = await source.OpenForWritingAsync(Cancellation)) await ExecuteAsync(writing, "delete from evenement_engagement_hebdo");
        await using var reading = await source.OpenAsync(Cancellation);

        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(reading, "delete from evenement_engagement_hebdo"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, error.SqlState);
    }

    private async Task<TestPipeline> StartAsync(string events)
    {
        var pipeline = await Production.NewAsync(postgres);
        await InsertAsync(pipeline, events);
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        return pipeline;
    }

    private static async Task<string> RunAsync(TestPipeline pipeline, int? days = 7)
    {
        pipeline.Settings.Nettoyage.Jours = days;
        var told = (await pipeline.RunAsync(new NettoyerLesEvenementsJob())).Outcome.Result;
        return $"of {told["candidates"]}: {told["deleted"]} deleted, {told["notInAnalytics"]} not in analytics, {told["batchesSkipped"]} batches skipped";
    }

    private static Task InsertAsync(TestPipeline pipeline, string values) =>
        TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement) values {values}");

    private static async Task<string?> IdsAsync(TestPipeline pipeline)
    {
        await using var command = pipeline.Source.CreateCommand("select coalesce(string_agg(id::text, ',' order by id), '') from evenement_engagement_hebdo");
        return (string?)await command.ExecuteScalarAsync(Cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task WaitingAsync(TestPipeline pipeline)
    {
        await using var command = pipeline.Source.CreateCommand("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
        await Soon.UntilAsync("a session that waits for a lock", async () => await command.ExecuteScalarAsync(Cancellation) is true);
    }
}
