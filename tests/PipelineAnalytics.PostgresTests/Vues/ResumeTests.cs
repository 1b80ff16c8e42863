using System.Diagnostics;
using System.Globalization;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>A backfill that is killed, or told to stop, goes on where it was.</summary>
public sealed class ResumeTests(PostgresFixture postgres)
{
    private const string Published = "select count(*) from (select from pipeline.vue_semaine group by semaine having count(*) = 4) s";
    private const string Blocked = "select count(*) from pg_locks where not granted and locktype = 'transactionid' and pid in (select pid from pg_stat_activity where datname = current_database())";

    /// <summary>Where SIGINT is ignored, as in a background job of a shell, nobody is told to stop: the test fails then, and does not wait for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_it_goes_on_with_the_weeks_that_are_left_once_nothing_of_the_dead_run_can_commit()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres);
        await using var week = await BlockedWeek.HoldAsync(pipeline, "2025-10-13");
        using (var killed = Start(pipeline, "initialiser-les-vues", "--paralleles", "2"))
        {
            // Four ranges of five weeks: the last one is held back.
            await UntilAsync(pipeline, Published, 15);
            await UntilAsync(pipeline, Blocked, 1);
            killed.Kill();
            await killed.WaitForExitAsync(Cancellation);
        }

        var dead = await pipeline.ScalarAsync<long>("select max(suivi) from pipeline.vue_semaine");
        using var next = Start(pipeline, "initialiser-les-vues", "--json");
        // It ended what the dead run left in the server, and is held back by the week itself.
        await UntilAsync(pipeline, $"select count(*) from pg_stat_activity where application_name = (select sessions from pipeline.suivi_job where id = {dead.ToString(CultureInfo.InvariantCulture)})", 0);
        await UntilAsync(pipeline, Blocked, 1);
        await week.LetGoAsync();
        var output = await next.StandardOutput.ReadToEndAsync(Cancellation);
        await next.WaitForExitAsync(Cancellation);

        Assert.Equal(0, next.ExitCode);
        Assert.Contains("\"weeks\":5,", output, StringComparison.Ordinal);
        Assert.Contains("\"weeksDoneBefore\":15", output, StringComparison.Ordinal);
        Assert.Equal(15, await pipeline.ScalarAsync<long>($"select count(distinct semaine) from pipeline.vue_semaine where suivi = {dead.ToString(CultureInfo.InvariantCulture)}"));
        Assert.Equal(20, await pipeline.ScalarAsync<long>(Published));
        Assert.Equal(20, (long)(await Sample.JsonAsync(pipeline, "initialiser-les-vues"))["result"]!["weeks"]!);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_the_weeks_in_hand_and_says_what_is_left()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Signals are sent with kill.");
        await using var pipeline = await Sample.EnrichedAsync(postgres);
        await using var week = await BlockedWeek.HoldAsync(pipeline, "2025-08-04");
        using var stopped = Start(pipeline, "initialiser-les-vues", "--paralleles", "1");
        await UntilAsync(pipeline, Published, 7);
        await UntilAsync(pipeline, Blocked, 1);
        using (var kill = Process.Start("kill", ["-INT", stopped.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(Cancellation);
        var told = "";
        while (!told.Contains("stopping: the weeks in hand are finished first", StringComparison.Ordinal)) told += await stopped.StandardError.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) ?? throw new InvalidOperationException("It ended without a word.");
        await week.LetGoAsync();
        var error = await stopped.StandardError.ReadToEndAsync(Cancellation);
        await stopped.WaitForExitAsync(Cancellation);

        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("interrupted: 14 of 20 weeks are published and 6 are left: the same command, run again, goes on with them", error, StringComparison.Ordinal);
        Assert.Equal(14, await pipeline.ScalarAsync<long>(Published));
        Assert.Equal(6, (await Sample.JsonAsync(pipeline, "initialiser-les-vues", "--plan"))["plan"]!["weeks"]!.AsArray().Count);
        Assert.Equal(20, (await Sample.JsonAsync(pipeline, "initialiser-les-vues", "--plan", "--recommencer"))["plan"]!["weeks"]!.AsArray().Count);

        // What changed since is computed again, although it was done.
        await Sample.LateAsync(pipeline, "2025-06-03");
        var rest = (await Sample.JsonAsync(pipeline, "initialiser-les-vues"))["result"]!;
        Assert.Equal((16, 4), ((int)rest["weeks"]!, (int)rest["weeksDoneBefore"]!));
        Assert.Equal(0, (int)(await Sample.JsonAsync(pipeline, "status"))["weeksDue"]!);
    }

    [Fact]
    public async Task Another_range_begins_anew_and_recommencer_computes_all()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        await pipeline.BackfillAsync();
        // As a kill would leave it.
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update pipeline.campagne set fin = null");

        Assert.Equal(2, (int)(await Sample.JsonAsync(pipeline, "initialiser-les-vues", "--du", "2025-06-09", "--au", "2025-06-16"))["result"]!["weeks"]!);
        Assert.Equal(4, (int)(await Sample.JsonAsync(pipeline, "initialiser-les-vues", "--recommencer"))["result"]!["weeks"]!);
        Assert.Equal(0, await pipeline.ScalarAsync<long>("select count(*) from pipeline.campagne where fin is null"));
    }

    [Fact]
    public async Task Spread_over_connections_the_numbers_are_those_of_one()
    {
        string[] vues = ["public.analytics_engagement", "public.analytics_engagement_national", "public.analytics_fonctionnalites", "public.analytics_fonctionnalites_demarches_ia"];
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = RandomSource.Sample(31, 80);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await pipeline.LayMirrorAsync(rows);
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        pipeline.Settings.Vues.Paralleles = 4;
        await pipeline.BackfillAsync();
        var four = await Sample.AllAsync(pipeline, vues);

        pipeline.Settings.Vues.Paralleles = 1;
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from pipeline.vue_semaine; " + string.Join("; ", vues.Select(v => $"truncate {v}")));
        await pipeline.BackfillAsync();

        Assert.Equal(four, await Sample.AllAsync(pipeline, vues));
    }

    private static Process Start(TestPipeline pipeline, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), .. arguments, "--maintenant", Sample.Moment]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in Sample.Settings(pipeline)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static Task UntilAsync(TestPipeline pipeline, string count, long expected) =>
        Soon.UntilAsync($"{expected} of {count}", async () => await pipeline.ScalarAsync<long>(count) == expected);
}
