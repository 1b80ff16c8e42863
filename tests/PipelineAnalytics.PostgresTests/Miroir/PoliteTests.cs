using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>Production comes first.</summary>
public sealed class PoliteTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;


    [Theory]
    [InlineData("alter table public.jeune add column ajoutee integer default 5", false)]
    [InlineData("truncate public.trace cascade", true)]
    public async Task A_statement_of_production_never_waits_long_and_the_mirror_is_right(string statement, bool begunAgain)
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into public.trace select n, repeat('y', 20000) from generate_series(2, 3000) n; insert into public.jeune (id) select 'jeune ' || n from generate_series(1, 300000) n");
        pipeline.Settings.Miroir.Paralleles = 1;
        var mirror = pipeline.MirrorAsync();
        var waited = TimeSpan.Zero;
        while (!mirror.IsCompleted)
        {
            if (await IsHeldAsync(pipeline, statement.Contains("jeune", StringComparison.Ordinal) ? "jeune" : "trace"))
            {
                var start = TimeProvider.System.GetTimestamp();
                await TestPipeline.ExecuteAsync(pipeline.Source, statement);
                waited = TimeProvider.System.GetElapsedTime(start);
                break;
            }
        }

        await mirror;

        TestContext.Current.TestOutputHelper?.WriteLine($"production waited {waited.TotalSeconds:0.0} s, begun again: {begunAgain}");
        Assert.True(waited < TimeSpan.FromSeconds(5), $"production waited {waited}");
        Assert.Equal(begunAgain ? 0L : 3000L, await pipeline.ScalarAsync<long>("select count(*) from public.trace"));
        Assert.Equal(300_000L, await pipeline.ScalarAsync<long>("select count(*) from public.jeune where id like 'jeune %'"));
    }

    /// <summary>Whether a session of the mirror has read, and so locked, a table.</summary>
    private static async Task<bool> IsHeldAsync(TestPipeline pipeline, string table)
    {
        await using var command = pipeline.Source.CreateCommand($"select exists (select from pg_locks l join pg_stat_activity a using (pid) where l.relation = 'public.{table}'::regclass and l.granted and a.application_name like 'pipeline-analytics%')");
        return await command.ExecuteScalarAsync(Cancellation) is true;
    }
}
