using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>Blocks of ids that both servers count alike are left alone; in all others each id is compared, wherever it lies.</summary>
public sealed class IdBlocksTests(PostgresFixture postgres)
{
    /// <summary>Some blocks of ids, over nine days, two of them in another week.</summary>
    private const int Many = 60_000;

    private const string Ends = "-9223372036854775808, -9223372036854775807, -16385, -16384, -1, 0, 16383, 16384, 9223372036854775806, 9223372036854775807";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("40000", 1)]
    [InlineData("16383, 16384, 32767, 32768", 4)]
    [InlineData("1, 2, 59999", 3)]
    public async Task Late_commits_among_loaded_ids_are_found_in_their_blocks(string late, int count)
    {
        await using var pipeline = await LoadedAsync(without: late);
        await InsertAsync(pipeline, late);

        AssertOutcome(await pipeline.LoadAsync(), inSource: Many, loaded: count);
        AssertOutcome(await pipeline.LoadAsync(), inSource: Many, loaded: 0);
        await AssertSameAsync(pipeline);
    }

    [Fact]
    public async Task A_block_that_production_purged_in_part_by_date_keeps_its_events_here_and_brings_its_late_ones()
    {
        await using var pipeline = await LoadedAsync(without: "20000");
        await TestPipeline.ExecuteAsync(pipeline.Source, "delete from evenement_engagement_hebdo where date_evenement < '2025-06-22T00:00Z'");
        await InsertAsync(pipeline, "20000");
        var left = await CountAsync(pipeline.Source, "evenement_engagement_hebdo");
        Assert.InRange(left, 1, Many - 1000);

        AssertOutcome(await pipeline.LoadAsync(), inSource: left, loaded: 1);
        AssertOutcome(await pipeline.LoadAsync(), inSource: left, loaded: 0);
        Assert.Equal((Many, Many), (await CountAsync(pipeline.Analytics, "evenement_engagement"), await pipeline.ScalarAsync<long>("select count(distinct id) from public.evenement_engagement")));
    }

    /// <summary>Purged and late ids of the same day, number, sum and sum of squares: only a count that knows which ids they are tells.</summary>
    [Theory]
    [InlineData("1001, 1002, 1004, 1007", "1000, 1003, 1005, 1006")]
    [InlineData("33001, 33004", "33002, 33003")]
    public async Task Late_ids_are_not_hidden_by_purged_ones_that_add_up_to_the_same(string late, string purged)
    {
        await using var pipeline = await LoadedAsync(without: late);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.evenement_engagement set date_evenement = '2025-06-24T10:00Z' where id between 1000 and 1007 or id between 33001 and 33004");
        await TestPipeline.ExecuteAsync(pipeline.Source, $"delete from evenement_engagement_hebdo where id in ({purged}); update evenement_engagement_hebdo set date_evenement = '2025-06-24T10:00Z' where id between 1000 and 1007 or id between 33001 and 33004; insert into evenement_engagement_hebdo (id, date_evenement) select i, '2025-06-24T10:00Z' from unnest(array[{late}]) i");

        AssertOutcome(await pipeline.LoadAsync(), inSource: Many - purged.Split(',').Length, loaded: late.Split(',').Length);
    }

    /// <summary>One block is repaired, another brings a late event, beyond them there are new ones.</summary>
    [Fact]
    public async Task A_date_changed_by_hand_is_repaired_and_said_beside_late_and_new_events()
    {
        await using var pipeline = await LoadedAsync(without: "50000");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.evenement_engagement set date_evenement = '2025-07-14T10:00Z' where id = 40000");
        await InsertAsync(pipeline, $"50000, {Many + 1}, {Many + 20_000}");

        var run = await pipeline.LoadAsync();

        var day = await pipeline.ScalarAsync<string>("select (date_evenement at time zone 'Europe/Paris')::date::text from public.evenement_engagement where id = 40000");
        AssertOutcome(run, inSource: Many + 2, loaded: 3, day!, "2025-07-14");
        AssertOutcome(await pipeline.LoadAsync(), inSource: Many + 2, loaded: 0);
        await AssertSameAsync(pipeline);
    }

    [Theory]
    [InlineData(Ends, "-9223372036854775000, 5, 9223372036854775000")]
    [InlineData("-9223372036854775808", Ends)]
    [InlineData("9223372036854775807", Ends)]
    [InlineData("-16384, -1", "-16385, 0, 9223372036854775807")]
    public async Task Ids_below_zero_and_at_the_ends_of_bigint_are_ids_like_others(string first, string later)
    {
        await using var pipeline = await StartAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo alter column id type bigint");
        await InsertAsync(pipeline, first);
        var known = await CountAsync(pipeline.Source, "evenement_engagement_hebdo");
        AssertOutcome(await pipeline.LoadAsync(), inSource: known, loaded: known);
        await pipeline.EnrichAsync();
        await InsertAsync(pipeline, later);
        var all = await CountAsync(pipeline.Source, "evenement_engagement_hebdo");

        AssertOutcome(await pipeline.LoadAsync(), inSource: all, loaded: all - known);
        await pipeline.EnrichAsync();
        AssertOutcome(await pipeline.LoadAsync(), inSource: all, loaded: 0);
        await AssertSameAsync(pipeline);
    }

    [Fact]
    public async Task A_source_with_small_ids_and_then_without_any_event_loads()
    {
        await using var pipeline = await StartAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table evenement_engagement_hebdo alter column id type smallint");
        AssertOutcome(await pipeline.LoadAsync(), inSource: 0, loaded: 0);
        await InsertAsync(pipeline, "-32768, -1, 0, 16384, 32767");
        AssertOutcome(await pipeline.LoadAsync(), inSource: 5, loaded: 5);
        await AssertSameAsync(pipeline);
        await TestPipeline.ExecuteAsync(pipeline.Source, "truncate evenement_engagement_hebdo");

        AssertOutcome(await pipeline.LoadAsync(), inSource: 0, loaded: 0);
        Assert.Equal(5, await CountAsync(pipeline.Analytics, "evenement_engagement"));
    }

    /// <summary>In local time they would lie beyond what a timestamp can say.</summary>
    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Kiritimati")]
    public async Task The_first_and_the_last_instants_of_timestamptz_are_loaded_compared_and_repaired(string zone)
    {
        await using var pipeline = await StartAsync();
        pipeline.Settings.FuseauHoraire = zone;
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement) values (1, '294276-12-31 23:59:59.999999+00'), (2, '4714-11-24 00:00:00+00 BC'), (3, '294276-12-31 00:00+00'), (4, '4714-11-25 00:00+00 BC'), (5, 'infinity'), (6, '-infinity'), (7, null)");
        AssertOutcome(await pipeline.LoadAsync(), inSource: 7, loaded: 7);
        AssertOutcome(await pipeline.LoadAsync(), inSource: 7, loaded: 0);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.evenement_engagement set date_evenement = 'infinity' where id = 1; update public.evenement_engagement set date_evenement = null where id = 2");

        AssertOutcome(await pipeline.LoadAsync(), inSource: 7, loaded: 0, "", "294276-12-31", "4714-11-24 BC", "infinity");
        await AssertSameAsync(pipeline);
    }

    private async Task<TestPipeline> StartAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RawSource.Empty, Cancellation);
        await pipeline.LayMirrorAsync(RawSource.Empty);
        return pipeline;
    }

    /// <summary>Loaded and enriched: events are in their weeks.</summary>
    private async Task<TestPipeline> LoadedAsync(string without)
    {
        var pipeline = await StartAsync();
        await InsertAsync(pipeline, $"(select array_agg(i) from generate_series(1, {Many}) i where i <> all (array[{without}]))");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        return pipeline;
    }

    /// <param name="pipeline">Into its source.</param>
    /// <param name="ids">Listed, or a subquery for an array; those that are there already are passed over.</param>
    private static Task InsertAsync(TestPipeline pipeline, string ids) => TestPipeline.ExecuteAsync(pipeline.Source, $"""
        insert into evenement_engagement_hebdo (id, date_evenement)
        select i, timestamptz '2025-06-20T09:00Z' + i % 9 * interval '1 day' from unnest({(ids.StartsWith('(') ? ids : $"array[{ids}]::bigint[]")}) i
        on conflict do nothing
        """);

    private static void AssertOutcome(JobRun run, long inSource, long loaded, params string[] repaired)
    {
        var told = run.Outcome.Result;
        Assert.Equal((inSource, inSource - loaded, loaded), ((long)told["inSource"]!, (long)told["alreadyThere"]!, (long)told["loaded"]!));
        Assert.Equal(repaired, told["repairedDays"]!.AsArray().Select(d => (string)d!).Order(StringComparer.Ordinal));
    }

    private static async Task AssertSameAsync(TestPipeline pipeline)
    {
        var source = await EachAsync(pipeline.Source, "evenement_engagement_hebdo");
        Assert.Equal(source, await EachAsync(pipeline.Analytics, "evenement_engagement"));
    }

    private static async Task<string?> EachAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select string_agg(id || ' ' || coalesce(date_evenement::text, ''), ',' order by id, date_evenement) from public.{table}");
        return await command.ExecuteScalarAsync(Cancellation) as string;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select count(*) from public.{table}");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
