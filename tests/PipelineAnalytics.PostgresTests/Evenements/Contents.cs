using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>Compares what analysts find with what the oracle says over events that are known, wherever they come from.</summary>
internal static class Contents
{
    public const string Zone = "Europe/Paris";

    private static readonly DateOnly Today = new(2025, 11, 26);

    /// <summary>After <c>initialiser-les-vues</c>: the events are these, and all that derives from them follows.</summary>
    /// <param name="mirror">Who has démarches IA.</param>
    public static async Task AssertAsync(TestPipeline pipeline, IReadOnlyList<EnrichedEvenement> evenements, RawSource mirror)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var expected = Of(evenements, mirror);
        var actual = await ActualRows.ReadAsync(pipeline.Analytics, cancellation);
        if (Difference.Between(expected, actual) is { } vues) Assert.Fail(vues);
        await AssertDerivedAsync(pipeline);
    }

    /// <summary>What is kept of jeunes, counsellors and weeks is what a full recomputation over the events gives.</summary>
    public static async Task AssertDerivedAsync(TestPipeline pipeline)
    {
        if (await ActualAnalysts.DifferenceAsync(pipeline.Analytics, TestContext.Current.CancellationToken) is { } derived) Assert.Fail(derived);
    }

    private static AnalyticsContents Of(IReadOnlyList<EnrichedEvenement> evenements, RawSource mirror)
    {
        var weeks = evenements.Select(e => e.Semaine).OfType<DateOnly>().Distinct().Where(week => week.AddDays(7) <= Today).Order().ToList();
        return new AnalyticsContents(
            evenements,
            FonctionnalitesOracle.Rows(evenements, weeks),
            FonctionnalitesOracle.DemarchesIaRows(evenements, mirror, weeks),
            EngagementOracle.Rows(evenements, weeks),
            EngagementOracle.NationalRows(evenements, weeks));
    }
}
