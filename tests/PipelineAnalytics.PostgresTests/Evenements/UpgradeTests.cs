using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>An analytics of an earlier version, with its events: the first job of this version brings it up to date, and nothing is lost.</summary>
public sealed class UpgradeTests(PostgresFixture postgres)
{
    private const string Zone = "Europe/Paris", Migrations = "Postgres/Migrations/";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Before version 8 there was one rollup, in other keys, which is dropped: what is published must never come from none.</summary>
    [Theory]
    [InlineData(51, true)]
    [InlineData(52, false)]
    public async Task Events_of_before_the_rollups_in_small_keys_are_counted_before_a_vue_is_made(int seed, bool initialiser)
    {
        var rows = RandomSource.Sample((ulong)seed, 120);
        await using var today = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(today.Source, rows, Cancellation);
        await today.RunChainAsync();
        await using var old = await postgres.NewPipelineAsync();
        await old.LayMirrorAsync(rows);
        await MigrateAsync(old, upTo: "0007");
        await CopyEventsAsync(today, old);

        if (initialiser) await old.BackfillAsync();
        else await old.VuesAsync();

        var expected = Expectation.Of(rows, Zone, Expectation.CompleteWeeks(rows, Zone, new DateOnly(2025, 11, 26)));
        if (Difference.Between(expected, await ActualRows.ReadAsync(old.Analytics, Cancellation)) is { } message) Assert.Fail(message);
    }

    private static async Task MigrateAsync(TestPipeline pipeline, string upTo)
    {
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "create schema pipeline; create table pipeline.schema_version (schemaversionsid serial primary key, scriptname varchar(255) not null, applied timestamp not null)");
        foreach (var script in SqlFile.Below(Migrations).Where(s => string.CompareOrdinal(s[Migrations.Length..][..4], upTo) <= 0).Order(StringComparer.Ordinal))
        {
            await TestPipeline.ExecuteAsync(pipeline.Analytics, SqlFile.Read(script));
            await TestPipeline.ExecuteAsync(pipeline.Analytics, $"insert into pipeline.schema_version (scriptname, applied) values ('{script}', now())");
        }

        await TestPipeline.ExecuteAsync(pipeline.Analytics, "alter table pipeline.evenement_engagement set schema public");
    }

    /// <summary>Events as they are after enrichment, and what the earlier version noted of them.</summary>
    private static async Task CopyEventsAsync(TestPipeline from, TestPipeline to)
    {
        var events = await from.ScalarAsync<string>("select array_agg(t)::text from public.evenement_engagement t");
        await using var connection = await to.Analytics.OpenConnectionAsync(Cancellation);
        await using var command = new NpgsqlCommand("set pipeline.interne = 'on'", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
        command.CommandText = "select set_config('test.events', $1, false)";
        command.Parameters.Add(new NpgsqlParameter { Value = events });
        await command.ExecuteNonQueryAsync(Cancellation);
        command.Parameters.Clear();
        command.CommandText = """
            create temp table repris as select * from unnest(current_setting('test.events')::public.evenement_engagement[]);
            select count(*) from pipeline.creer_les_partitions(array(select distinct semaine from repris where semaine is not null));
            insert into public.evenement_engagement select * from repris;
            insert into pipeline.evenement_sans_semaine select id from repris where semaine is null;
            insert into pipeline.semaine select semaine, count(*), nextval('pipeline.changement') from repris where semaine is not null group by semaine;
            insert into pipeline.reglage values ('fuseau', 'Europe/Paris');
            """;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
