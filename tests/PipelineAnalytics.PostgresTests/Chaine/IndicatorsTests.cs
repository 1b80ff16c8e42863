using FsCheck.Xunit;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Chaine;

/// <summary>
/// Enrichment and every indicator of every vue, against a slow and obvious computation from the raw rows, over random rows that
/// aim at the edges.
/// </summary>
public sealed class IndicatorsTests(PostgresFixture postgres)
{
    private const string Zone = "Europe/Paris";

    private static readonly DateOnly Today = new(2025, 11, 26);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task Every_indicator_equals_the_obvious_computation_on_much_data(ulong seed) =>
        CompareAsync(RandomSource.Sample(seed, size: 150));

    /// <summary>The mirror is laid down directly: what is compared here are the jobs after it, on many small cases.</summary>
    [Property(Arbitrary = [typeof(RandomSource)], MaxTest = 60)]
    public async Task Every_indicator_equals_the_obvious_computation(RawSource rows)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, TestContext.Current.CancellationToken);
        await pipeline.LayMirrorAsync(rows);
        await ComputeAsync(pipeline, rows);
    }

    /// <summary>Between the nights users move: a user then has two departments in one week, which one night cannot show.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Movers_count_where_they_were_when_each_event_was_enriched(ulong seed)
    {
        var nights = RandomSource.SampleTwoNights(seed, size: 100);
        await using var pipeline = await postgres.NewPipelineAsync();
        await NightAsync(pipeline, nights.First);
        await NightAsync(pipeline, nights.Second);
        // Who has démarches IA is asked of today's mirror: all weeks are computed with the second one.
        await pipeline.BackfillAsync();
        await AssertEqualAsync(pipeline, Expectation.Of(nights, Zone, Expectation.CompleteWeeks(nights.Second, Zone, Today)));
    }

    private async Task CompareAsync(RawSource rows)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, TestContext.Current.CancellationToken);
        await pipeline.MirrorAsync();
        await ComputeAsync(pipeline, rows);
    }

    private static async Task ComputeAsync(TestPipeline pipeline, RawSource rows)
    {
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await pipeline.BackfillAsync();
        await AssertEqualAsync(pipeline, Expectation.Of(rows, Zone, Expectation.CompleteWeeks(rows, Zone, Today)));
    }

    private static async Task NightAsync(TestPipeline pipeline, RawSource rows)
    {
        await SourceSchema.LoadAsync(pipeline.Source, rows, TestContext.Current.CancellationToken);
        await pipeline.RunChainAsync();
    }

    private static async Task AssertEqualAsync(TestPipeline pipeline, AnalyticsContents expected)
    {
        var actual = await ActualRows.ReadAsync(pipeline.Analytics, TestContext.Current.CancellationToken);
        if (Difference.Between(expected, actual) is { } message) Assert.Fail(message);
    }
}
