using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nettoyage;

/// <summary>A production without events, and an analytics that mirrors it.</summary>
internal static class Production
{
    public static async Task<TestPipeline> NewAsync(PostgresFixture postgres)
    {
        var pipeline = await postgres.NewPipelineAsync();
        var empty = RandomSource.Sample(1, 5) with { Evenements = [] };
        await SourceSchema.LoadAsync(pipeline.Source, empty, TestContext.Current.CancellationToken);
        await pipeline.LayMirrorAsync(empty);
        return pipeline;
    }
}
