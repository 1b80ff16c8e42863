using Npgsql;
using PipelineAnalytics.LocalPostgres;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>Production's hot standby serves as well as production, and replays meanwhile.</summary>
public sealed class StandbyTests(PostgresFixture postgres)
{
    private static readonly LocalServerOptions Replicated = new()
    {
        Settings = new Dictionary<string, string> { ["wal_level"] = "replica", ["max_wal_senders"] = "4", ["max_standby_streaming_delay"] = "200ms" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hot_standby_is_mirrored_while_it_replays_what_stands_in_the_way_of_reading()
    {
        await using var primary = await LocalServer.StartAsync(Replicated, Cancellation);
        await primary.CreateDatabaseAsync("production", ct: Cancellation);
        await using var production = NpgsqlDataSource.Create(primary.ConnectionString("production"));
        await Zoo.FillAsync(production);
        await TestPipeline.ExecuteAsync(production, "insert into public.jeune (id) select 'jeune ' || n from generate_series(1, 200000) n");
        await using var standby = await primary.StartStandbyAsync(Cancellation);

        await using var pipeline = await postgres.NewPipelineAsync();
        pipeline.Settings.Source = standby.ConnectionString("production");
        var first = await pipeline.MirrorAsync();
        await SameAsync(production, pipeline);

        // Rows that a reader of an old snapshot still needs are removed, and a table is locked, again and again.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writing = WriteAsync(production, stop.Token);
        var second = await pipeline.MirrorAsync();
        await stop.CancelAsync();
        await writing;

        Assert.Equal(200_000L, await pipeline.ScalarAsync<long>("select count(*) from public.jeune where id like 'jeune %'"));
        Assert.True(first.Outcome.Result["tables"]!.GetValue<int>() == second.Outcome.Result["tables"]!.GetValue<int>());
    }

    private static async Task WriteAsync(NpgsqlDataSource production, CancellationToken cancellation)
    {
        for (var i = 0; i < 2 && !cancellation.IsCancellationRequested; i++)
        {
            await TestPipeline.ExecuteAsync(production, "update public.jeune set prenom = 'autre' where id like 'jeune %'");
            await TestPipeline.ExecuteAsync(production, "vacuum public.jeune");
            await TestPipeline.ExecuteAsync(production, $"alter table public.jeune add column c{i} int");
        }
    }

    private static async Task SameAsync(NpgsqlDataSource production, TestPipeline pipeline)
    {
        const string Sql = "select concat(count(*), ' ', md5(string_agg(t::text, '|' order by t::text))) from public.jeune t";
        await using var command = production.CreateCommand(Sql);
        Assert.Equal(await command.ExecuteScalarAsync(Cancellation), await pipeline.ScalarAsync<string>(Sql));
    }
}
