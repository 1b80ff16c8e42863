using System.Diagnostics;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Executable;

/// <summary>Whatever kills a job, running it again gives what an undisturbed run gives.</summary>
public sealed class KillTests(PostgresFixture postgres)
{
    private const string Zone = "Europe/Paris";

    private static readonly string[] Verbs = ["dump-for-analytics", "charger-les-evenements", "enrichir-les-evenements", "initialiser-les-vues"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The moments are drawn, from the seed; the outcome must not depend on them.</summary>
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Killed_at_any_moment_and_run_again_the_end_is_the_same(int seed)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = RandomSource.Sample((ulong)seed, 100);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        var random = new Random(seed);
        foreach (var verb in Verbs)
        {
            for (var kill = 0; kill < 4; kill++) await KilledAsync(pipeline, verb, TimeSpan.FromMilliseconds(random.Next(150, 1500)));
            await CompleteAsync(pipeline, verb);
        }

        await AssertRightAsync(pipeline, rows);
    }

    /// <summary>The server ends every session of the pipeline, as a restart or a cut connection does.</summary>
    [Fact]
    public async Task Sessions_ended_by_the_server_fail_the_job_in_one_line_and_running_again_mends_it()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = RandomSource.Sample(23, 100);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        var random = new Random(23);
        foreach (var verb in Verbs)
        {
            for (var cut = 0; cut < 3; cut++)
            {
                using var process = Start(pipeline, verb);
                var error = process.StandardError.ReadToEndAsync(Cancellation);
                await Task.WhenAny(process.WaitForExitAsync(Cancellation), Task.Delay(random.Next(200, 1200), Cancellation));
                await TerminateSessionsAsync(pipeline);
                await process.WaitForExitAsync(Cancellation);
                Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
            }

            await CompleteAsync(pipeline, verb);
        }

        await AssertRightAsync(pipeline, rows);
    }

    [Fact]
    public async Task A_killed_run_shows_as_interrupted_and_not_as_running()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(24, 5), Cancellation);
        await pipeline.MirrorAsync();
        // Held back by a lock, so that it is surely killed in the middle.
        await using var holder = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await holder.BeginTransactionAsync(Cancellation);
        await new NpgsqlCommand("lock table evenement_engagement_hebdo in access exclusive mode", holder).ExecuteNonQueryAsync(Cancellation);
        using (var process = Start(pipeline, "charger-les-evenements"))
        {
            await Soon.UntilAsync("a load that waits for the lock", () => pipeline.ScalarAsync<bool>("select exists (select from pg_locks where not granted and locktype = 'relation')"));
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        await using var analytics = new Postgres.AnalyticsDatabase(pipeline.AnalyticsText);
        await Soon.UntilAsync("a run that is interrupted", async () => (await Suivi.RunHistory.LastAsync(analytics, 1, Cancellation))[0].State == "interrupted");
    }

    private static async Task KilledAsync(TestPipeline pipeline, string verb, TimeSpan after)
    {
        using var process = Start(pipeline, verb);
        await Task.WhenAny(process.WaitForExitAsync(Cancellation), Task.Delay(after, Cancellation));
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Cancellation);
    }

    private static async Task CompleteAsync(TestPipeline pipeline, string verb)
    {
        var result = await Executable.RunAsync(Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText), Cancellation, verb);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private static Process Start(TestPipeline pipeline, string verb)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), verb]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static Task TerminateSessionsAsync(TestPipeline pipeline)
    {
        var databases = new[] { pipeline.SourceText, pipeline.AnalyticsText }.Select(t => "'" + new NpgsqlConnectionStringBuilder(t).Database + "'");
        return TestPipeline.ExecuteAsync(pipeline.Analytics, $"select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'pipeline-analytics%' and datname in ({string.Join(", ", databases)})");
    }

    private static async Task AssertRightAsync(TestPipeline pipeline, RawSource rows)
    {
        var actual = await ActualRows.ReadAsync(pipeline.Analytics, Cancellation);
        if (Difference.Between(Expectation.Of(rows, Zone, Expectation.CompleteWeeks(rows, Zone, new DateOnly(2025, 11, 26))), actual) is { } message) Assert.Fail(message);
    }
}
