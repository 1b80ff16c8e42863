using System.Text.Json;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Executable;

/// <summary>The whole chain through the executable, as scripts and people use it.</summary>
public sealed class ChainTests(PostgresFixture postgres)
{
    private const string Zone = "Europe/Paris";

    private static readonly DateOnly Today = new(2025, 11, 26);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verb_by_verb_and_twice_the_numbers_are_right_and_the_same()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = RandomSource.Sample(11, 120);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        // One connection in each of the two forms.
        var settings = Executable.Settings(Url(pipeline.SourceText), pipeline.AnalyticsText);

        for (var time = 0; time < 2; time++)
        {
            foreach (var verb in new[] { "dump-for-analytics", "charger-les-evenements", "enrichir-les-evenements", "initialiser-les-vues" }) await SucceedAsync(settings, verb);
            await AssertRightAsync(pipeline, rows);
        }
    }

    [Fact]
    public async Task Run_does_the_chain_with_the_clock_that_is_given_and_prints_one_json_object()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = RandomSource.Sample(12, 60);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        var settings = Executable.Settings(pipeline.SourceText, Url(pipeline.AnalyticsText));

        var output = await SucceedAsync(settings, "run", "--maintenant", "2025-11-24T02:30:00+01:00", "--json");
        using var json = JsonDocument.Parse(output);

        Assert.Equal(["dump-for-analytics", "charger-les-evenements", "enrichir-les-evenements", "charger-les-vues"], json.RootElement.GetProperty("jobs").EnumerateArray().Select(j => j.GetProperty("job").GetString()));
        await AssertRightAsync(pipeline, rows);
    }

    [Fact]
    public async Task The_chain_ends_before_the_vues_when_no_week_is_due_and_it_is_no_monday()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(13, 30), Cancellation);
        var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        await SucceedAsync(settings, "run", "--maintenant", "2025-11-26T02:30:00+01:00");

        Assert.Equal(3, await JobsAsync(settings, "2025-11-26T03:30:00+01:00"));
        Assert.Equal(4, await JobsAsync(settings, "2025-12-01T02:30:00+01:00"));
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement, structure, id_utilisateur) values (900000, '2025-06-24T10:00Z', 'MILO', 'tardif')");
        Assert.Equal(4, await JobsAsync(settings, "2025-12-03T02:30:00+01:00"));
    }

    [Fact]
    public async Task Status_shows_what_ran_and_a_failure_as_a_failure()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(15, 5), Cancellation);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "drop table evenement_engagement_hebdo");
        var failed = await Executable.RunAsync(settings, Cancellation, "charger-les-evenements");
        Assert.Equal(1, failed.ExitCode);

        using var json = JsonDocument.Parse(await SucceedAsync(settings, "status", "--json"));
        var run = json.RootElement.GetProperty("runs")[0];

        Assert.Equal("charger-les-evenements", run.GetProperty("job").GetString());
        Assert.False(run.GetProperty("success").GetBoolean());
        Assert.Contains("evenement_engagement_hebdo", run.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A week may be computed alone; the backfill of the whole gives the same.</summary>
    [Fact]
    public async Task One_week_alone_equals_that_week_of_the_backfill()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = RandomSource.Sample(14, 60);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        foreach (var verb in new[] { "dump-for-analytics", "charger-les-evenements", "enrichir-les-evenements" }) await SucceedAsync(settings, verb);
        var weeks = Expectation.CompleteWeeks(rows, Zone, Today).TakeLast(3).ToList();

        foreach (var week in weeks) await SucceedAsync(settings, "charger-les-vues", "--semaine", $"{week:yyyy-MM-dd}");

        var actual = await ActualRows.ReadAsync(pipeline.Analytics, Cancellation);
        if (Difference.Between(Expectation.Of(rows, Zone, weeks), actual) is { } message) Assert.Fail(message);
    }

    private static async Task<int> JobsAsync(Dictionary<string, string?> settings, string now)
    {
        using var json = JsonDocument.Parse(await SucceedAsync(settings, "run", "--maintenant", now, "--json"));
        return json.RootElement.GetProperty("jobs").GetArrayLength();
    }

    private static async Task<string> SucceedAsync(Dictionary<string, string?> settings, params string[] arguments)
    {
        var result = await Executable.RunAsync(settings, Cancellation, arguments);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput;
    }

    private static async Task AssertRightAsync(TestPipeline pipeline, RawSource rows)
    {
        var actual = await ActualRows.ReadAsync(pipeline.Analytics, Cancellation);
        if (Difference.Between(Expectation.Of(rows, Zone, Expectation.CompleteWeeks(rows, Zone, Today)), actual) is { } message) Assert.Fail(message);
    }

    private static string Url(string keyValues)
    {
        var c = new NpgsqlConnectionStringBuilder(keyValues);
        return $"postgres://{c.Username}:{Uri.EscapeDataString(c.Password!)}@{c.Host}:{c.Port}/{c.Database}?sslmode=disable";
    }
}
