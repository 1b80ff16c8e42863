using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nettoyage;

/// <summary>Through the executable: off by default, and killed at any moment.</summary>
public sealed class PurgeExecutableTests(PostgresFixture postgres)
{
    private const int Old = 60_000;

    private static readonly string[] Verb = ["nettoyer-les-evenements"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "is off")]
    [InlineData("6", "Pipeline__Nettoyage__Jours is 6")]
    public async Task Off_or_too_eager_it_says_so_in_one_line_and_ends_with_2(string? days, string told)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var result = await Executable.Executable.RunAsync(Settings(pipeline, days), Cancellation, Verb);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(told, Assert.Single(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>A row of the fifth batch is held by another session: the kill comes when four batches are gone, and others when they may.</summary>
    [Fact]
    public async Task Killed_in_the_middle_and_run_again_nothing_is_lost_and_all_that_is_old_is_gone()
    {
        await using var pipeline = await Production.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement) select i, '2025-06-24T10:00Z' from generate_series(1, {Old}) i");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement) values ({Old + 1}, '2025-06-24T10:00Z'), ({Old + 2}, null)");
        await using (var app = await pipeline.Source.OpenConnectionAsync(Cancellation))
        await using (await app.BeginTransactionAsync(Cancellation))
        {
            await using var hold = new NpgsqlCommand("select from evenement_engagement_hebdo where id = 24000 for update", app);
            await hold.ExecuteNonQueryAsync(Cancellation);
            await KilledAsync(pipeline, WaitingAsync(pipeline));
            Assert.Equal(Old - 20_000L, await CountAsync(pipeline, $"select count(*) from evenement_engagement_hebdo where id <= {Old}"));
        }

        var random = new Random(31);
        for (var kill = 0; kill < 3; kill++) await KilledAsync(pipeline, Task.Delay(random.Next(500, 1000), Cancellation));
        await AssertDoneAsync(pipeline);
    }

    private static async Task AssertDoneAsync(TestPipeline pipeline)
    {
        var result = await Executable.Executable.RunAsync(Settings(pipeline, "7"), Cancellation, [.. Verb, "--json"]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(1, json.RootElement.GetProperty("result").GetProperty("notInAnalytics").GetInt32());
        Assert.Equal(2L, await CountAsync(pipeline, "select count(*) from evenement_engagement_hebdo"));
        Assert.Equal((long)Old, await pipeline.ScalarAsync<long>("select count(distinct id) from public.evenement_engagement"));
    }

    private static async Task KilledAsync(TestPipeline pipeline, Task when)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), .. Verb]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Settings(pipeline, "7")) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await Task.WhenAny(process.WaitForExitAsync(Cancellation), when);
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Cancellation);
    }

    private static async Task WaitingAsync(TestPipeline pipeline)
    {
        await using var command = pipeline.Source.CreateCommand("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
        await Soon.UntilAsync("a session that waits for a lock", async () => await command.ExecuteScalarAsync(Cancellation) is true);
    }

    private static async Task<long> CountAsync(TestPipeline pipeline, string sql)
    {
        await using var command = pipeline.Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static Dictionary<string, string?> Settings(TestPipeline pipeline, string? days)
    {
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__Nettoyage__Jours"] = days;
        return settings;
    }
}
