using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Executable;

/// <summary>Bad input: one clear line on standard error, exit code 1 or 2, and an analytics database that is as it was.</summary>
public sealed class ContractErrorsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, "ConnectionStrings__Analytics is not set", "charger-les-vues")]
    [InlineData(2, "2025-06-25 is a Wednesday; a week is named by its Monday: use 2025-06-23", "charger-les-vues", "--semaine", "2025-06-25")]
    [InlineData(2, "'juin' is no date", "initialiser-les-vues", "--du", "juin")]
    [InlineData(2, "is after --au", "initialiser-les-vues", "--du", "2025-06-30", "--au", "2025-06-23")]
    [InlineData(2, "FuseauHoraire", "charger-les-vues", "--Pipeline:FuseauHorraire=Europe/Paris")]
    [InlineData(2, "--help", "charger-les-vuess")]
    public async Task Wrong_usage_is_refused_with_2(int exitCode, string told, params string[] arguments)
    {
        var result = await Executable.RunAsync(Executable.Settings(null, null), Cancellation, arguments);
        OneLine(result.StandardError, told);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("Paris+2")]
    public async Task An_unknown_time_zone_is_refused(string zone)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__FuseauHoraire"] = zone;
        await FailsAsync(pipeline, settings, 2, "Pipeline__FuseauHoraire", "charger-les-vues");
    }

    [Theory]
    [InlineData("dump-for-analytics")]
    [InlineData("charger-les-evenements")]
    [InlineData("enrichir-les-evenements")]
    [InlineData("initialiser-les-vues")]
    public async Task Source_and_analytics_that_are_one_database_are_refused_however_they_are_spelled(string verb)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var c = new NpgsqlConnectionStringBuilder(pipeline.SourceText);
        foreach (var host in new[] { "127.0.0.1", "localhost", "127.0.0.2", postgres.Server.Folder })
        {
            var same = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Host = host }.ConnectionString;
            if (host == "127.0.0.2" && !await ReachableAsync(same)) continue;
            var result = await Executable.RunAsync(Executable.Settings(pipeline.SourceText, same), Cancellation, verb);
            OneLine(result.StandardError, "are the same database");
            Assert.Equal(2, result.ExitCode);
        }

        await using var command = pipeline.Source.CreateCommand("select count(*) from pg_namespace where nspname = 'pipeline'");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task Swapped_settings_are_refused_and_production_is_as_it_was()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        var swapped = Executable.Settings(pipeline.AnalyticsText, pipeline.SourceText);
        foreach (var verb in new[] { "dump-for-analytics", "charger-les-evenements", "enrichir-les-evenements" })
        {
            var result = await Executable.RunAsync(swapped, Cancellation, verb);
            OneLine(result.StandardError, "swapped?");
            Assert.Equal(2, result.ExitCode);
        }

        await pipeline.MirrorAsync();
        OneLine((await Executable.RunAsync(swapped, Cancellation, "dump-for-analytics")).StandardError, "swapped?");
        await using var command = pipeline.Source.CreateCommand("select count(*) from pg_namespace where nspname like 'pipeline%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task A_run_that_could_not_begin_is_recorded_and_one_asked_for_wrongly_is_not()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        await pipeline.MirrorAsync();
        var nowhere = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Port = 1 }.ConnectionString;
        await Executable.RunAsync(Executable.Settings(nowhere, pipeline.AnalyticsText), Cancellation, "charger-les-evenements");
        await Executable.RunAsync(Executable.Settings(nowhere, pipeline.AnalyticsText), Cancellation, "charger-les-vues", "--semaine", "2099-01-05");

        Assert.Equal("charger-les-evenements:false", await pipeline.ScalarAsync<string>("select type_job || ':' || succes from pipeline.suivi_job order by id desc limit 1"));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var nowhere = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Port = 1 }.ConnectionString;
        await FailsAsync(pipeline, Executable.Settings(nowhere, pipeline.AnalyticsText), 1, "ConnectionStrings__Source", "charger-les-evenements");
        await FailsAsync(pipeline, Executable.Settings(pipeline.SourceText, nowhere), 1, "ConnectionStrings__Analytics", "charger-les-vues");
    }

    [Fact]
    public async Task A_wrong_password_is_named_and_never_repeated()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var wrong = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Password = "tr0p-secret" }.ConnectionString;
        var error = await FailsAsync(pipeline, Executable.Settings(wrong, pipeline.AnalyticsText), 1, "ConnectionStrings__Source", "dump-for-analytics");
        Assert.DoesNotContain("tr0p-secret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://user:tr0p-secret@:0:/")]
    [InlineData("Host=localhost;Pasword=tr0p-secret;Database=x")]
    [InlineData("tr0p-secret")]
    public async Task A_connection_setting_that_cannot_be_read_is_refused_without_being_repeated(string text)
    {
        var result = await Executable.RunAsync(Executable.Settings(text, text), Cancellation, "charger-les-vues");
        OneLine(result.StandardError, "ConnectionStrings__Analytics");
        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("tr0p-secret", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table_or_column_of_the_source_is_named()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table jeune drop column dispositif; alter table evenement_engagement_hebdo drop column code");
        await FailsAsync(pipeline, settings, 1, "public.jeune.dispositif", "dump-for-analytics");
        await FailsAsync(pipeline, settings, 1, "no column code", "charger-les-evenements");
        await TestPipeline.ExecuteAsync(pipeline.Source, "drop table jeune; drop table evenement_engagement_hebdo");
        await FailsAsync(pipeline, settings, 1, "public.jeune", "dump-for-analytics");
        await FailsAsync(pipeline, settings, 1, "evenement_engagement_hebdo", "charger-les-evenements");
    }

    [Fact]
    public async Task A_pg_dump_older_than_the_server_is_refused()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("A shell script stands for the old version here.");
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        var folder = Directory.CreateTempSubdirectory("old-pg-dump-");
        foreach (var tool in new[] { "pg_dump", "pg_restore" })
        {
            var path = Path.Combine(folder.FullName, tool);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\necho \"{tool} (PostgreSQL) 9.6.24\"\n", Cancellation);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        try
        {
            var settings = Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
            settings["PATH"] = folder.FullName + ":" + Environment.GetEnvironmentVariable("PATH");
            await FailsAsync(pipeline, settings, 1, "pg_dump 9.6", "dump-for-analytics");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> FailsAsync(TestPipeline pipeline, Dictionary<string, string?> settings, int exitCode, string told, params string[] arguments)
    {
        var before = await PublicAsync(pipeline);
        var result = await Executable.RunAsync(settings, Cancellation, arguments);
        OneLine(result.StandardError, told);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(before, await PublicAsync(pipeline));
        return result.StandardError;
    }

    private static Task<string?> PublicAsync(TestPipeline pipeline) => pipeline.ScalarAsync<string>(
        "select coalesce(string_agg(relname, ',' order by relname), '') from pg_class where relnamespace in (select oid from pg_namespace where nspname = 'public' or nspname like 'pipeline%')");

    private static async Task<bool> ReachableAsync(string connection)
    {
        try
        {
            await using var open = new NpgsqlConnection(connection);
            await open.OpenAsync(Cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Lines that begin with a time of day tell of progress; the error is one line and no stack trace.</summary>
    private static void OneLine(string error, string told)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !char.IsAsciiDigit(l[0])).ToList();
        Assert.Single(lines);
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(told, lines[0], StringComparison.Ordinal);
    }
}
