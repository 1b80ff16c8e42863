using System.Text.RegularExpressions;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using PipelineAnalytics.Vues;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>What the planner says it will read for a week: its window, whatever the history.</summary>
public sealed class PruningTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Windows => new()
    {
        // A window of two months touches ten weeks at most; the features of a week are those of that week.
        { "analytics_engagement", 10 },
        { "analytics_engagement_national", 10 },
        { "analytics_fonctionnalites", 1 },
        { "analytics_fonctionnalites_demarches_ia", 1 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task A_model_reads_the_partitions_of_its_window_and_no_other(string name, int weeks)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(31, 20), Cancellation);
        await pipeline.RunChainAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "select count(*) from pipeline.creer_les_partitions(array(select date '2023-01-02' + 7 * i from generate_series(0, 150) i))");
        var week = new DateOnly(2025, 6, 23);

        await using var command = pipeline.Analytics.CreateCommand("explain " + VueCatalog.Embedded.Single(v => v.Name == name).Model);
        command.Parameters.Add(new NpgsqlParameter { Value = week });
        command.Parameters.Add(new NpgsqlParameter { Value = week });
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var plan = new List<string>();
        while (await reader.ReadAsync(Cancellation)) plan.Add(reader.GetString(0));

        var read = plan.SelectMany(line => Regex.Matches(line, @" on (?:evenement_engagement|activite_hebdo|usage_hebdo)_(\d{8})").Select(m => DateOnly.ParseExact(m.Groups[1].Value, "yyyyMMdd"))).Distinct().ToList();
        Assert.NotEmpty(read);
        Assert.All(read, monday => Assert.InRange(monday, week.AddDays(-7 * (weeks - 1)), week));
        Assert.True(read.Count <= weeks, string.Join('\n', plan));
    }
}
