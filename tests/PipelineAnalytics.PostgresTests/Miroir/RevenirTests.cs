using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary><c>dump-for-analytics --revenir</c>.</summary>
public sealed class RevenirTests(OwnServerFixture postgres) : IClassFixture<OwnServerFixture>
{
    [Fact]
    public async Task The_previous_mirror_comes_back_with_analysts_objects_and_the_next_night_goes_on()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create view public.mes_lies as select id, log_id from public.lie;
            create table public.mes_notes (id_lie int references public.lie, note text);
            insert into public.mes_notes values (1, 'à garder')
            """);
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into public.lie values (2, 1, 1); create table public.nouvelle (id int primary key, id_lie int references public.lie); insert into public.nouvelle values (1, 2); drop table public.vide");
        await pipeline.MirrorAsync();
        Assert.Equal("2 1 false", await StateAsync(pipeline));

        await pipeline.RunAsync(new RevenirJob());
        Assert.Equal("1 0 true", await StateAsync(pipeline));
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.mes_lies"));
        Assert.True(await pipeline.ScalarAsync<bool>("select convalidated from pg_constraint where conrelid = 'public.mes_notes'::regclass and confrelid = 'public.lie'::regclass"));

        await pipeline.RunAsync(new RevenirJob());
        Assert.Equal("2 1 false", await StateAsync(pipeline));
        await pipeline.RunAsync(new RevenirJob());
        var night = await pipeline.MirrorAsync();
        Assert.Equal("2 1 false", await StateAsync(pipeline));
        Assert.True(night.Outcome.Result["unchangedTables"]!.GetValue<int>() > 5, night.Outcome.Result.ToJsonString());
        Assert.Equal(2L, await pipeline.ScalarAsync<long>("select count(*) from public.mes_lies"));
    }

    [Fact]
    public async Task Without_a_previous_mirror_it_says_so()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        var error = await Assert.ThrowsAsync<PipelineException>(() => pipeline.RunAsync(new RevenirJob()));
        Assert.Contains("no previous mirror", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of lie, rows of the table that came later, whether the one that went is there.</summary>
    private static async Task<string?> StateAsync(TestPipeline pipeline) => await pipeline.ScalarAsync<string>("""
        select concat_ws(' ', (select count(*) from public.lie), (select count(*) from pg_class where oid = to_regclass('public.nouvelle')),
          case when to_regclass('public.vide') is not null then 'true' else 'false' end)
        """);
}
