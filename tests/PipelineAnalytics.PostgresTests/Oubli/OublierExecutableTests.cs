using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Oubli;

/// <summary>Through the executable: from a file, from standard input, and never repeating whom.</summary>
public sealed class OublierExecutableTests(PostgresFixture postgres)
{
    private const string Secret = "TEMOIN-7c01";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("file")]
    [InlineData("standard input")]
    [InlineData("arguments")]
    public async Task However_they_are_named_people_are_forgotten_and_the_run_does_not_tell_whom(string way)
    {
        await using var pipeline = await StartAsync();
        var path = Path.GetTempFileName();
        // As Windows writes it, with empty lines and blanks.
        var list = $"\uFEFF{Secret}-1\r\n\r\n  {Secret}-2 \r\n   \r\n{Secret}-inconnu";
        await File.WriteAllTextAsync(path, list, Cancellation);
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        var command = way switch
        {
            "file" => Executable.Executable.Command(settings, "oublier", "--json", "--fichier", path),
            "standard input" => Executable.Executable.Command(settings, "oublier", "--json", "--fichier", "-").WithStandardInputPipe(PipeSource.FromString(list)),
            _ => Executable.Executable.Command(settings, "oublier", "--json", "--utilisateur", $"{Secret}-1", "--utilisateur", $"{Secret}-2", $"--utilisateur={Secret}-inconnu"),
        };
        var result = await command.ExecuteBufferedAsync(Cancellation);
        File.Delete(path);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Contains("\"users\":3,\"usersFound\":2,\"events\":2", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.StandardOutput + result.StandardError, StringComparison.Ordinal);
        Assert.Equal("", await Traces.OfAsync(pipeline, Secret));
    }

    /// <summary>A server that logs every statement with its parameters: the list comes by COPY, which is no parameter.</summary>
    [Fact]
    public async Task A_server_that_logs_every_statement_does_not_learn_whom()
    {
        await using var pipeline = await StartAsync();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(pipeline.AnalyticsText).Database;
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"alter database {database} set log_statement = 'all'");
        var log = Directory.EnumerateFiles(postgres.Server.Folder, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".log", StringComparison.Ordinal) || f.EndsWith("/log", StringComparison.Ordinal)).ToList();
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        var result = await Executable.Executable.Command(settings, "oublier", "--fichier", "-").WithStandardInputPipe(PipeSource.FromString($"{Secret}-1")).ExecuteBufferedAsync(Cancellation);

        Assert.True(result.ExitCode == 0, result.StandardError);
        var text = string.Concat(await Task.WhenAll(log.Select(f => ReadAsync(f))));
        Assert.Contains("copy oubli (id_utilisateur)", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    /// <summary>Held back in the middle of its renaming, and killed there: nobody is half forgotten, and the same command forgets.</summary>
    [Fact]
    public async Task Killed_half_way_it_has_done_nothing_and_run_again_it_forgets()
    {
        await using var pipeline = await StartAsync();
        var before = await Traces.OfAsync(pipeline, Secret);
        var list = Path.GetTempFileName();
        await File.WriteAllTextAsync(list, $"{Secret}-1\n{Secret}-2", Cancellation);
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        await using (var holder = await pipeline.Analytics.OpenConnectionAsync(Cancellation))
        await using (await holder.BeginTransactionAsync(Cancellation))
        {
            // The last of the tables in the order of their names: those before it are renamed already.
            await new Npgsql.NpgsqlCommand("lock table public.evenement_engagement_jeune in share mode", holder).ExecuteNonQueryAsync(Cancellation);
            var running = Executable.Executable.Command(settings, "oublier", "--fichier", list).ExecuteBufferedAsync(Cancellation);
            await Soon.UntilAsync("a run that waits for the lock", () => pipeline.ScalarAsync<bool>("select exists (select from pg_locks where not granted and relation = 'public.evenement_engagement_jeune'::regclass)"));
            Process.GetProcessById(running.ProcessId).Kill();
            Assert.NotEqual(0, (await running).ExitCode);
        }

        // What is left of it in the server ends before the next may begin.
        Assert.Equal(before, await Traces.OfAsync(pipeline, Secret));
        var again = await Executable.Executable.Command(settings, "oublier", "--fichier", list).ExecuteBufferedAsync(Cancellation);
        File.Delete(list);
        Assert.True(again.ExitCode == 0, again.StandardError);
        Assert.Equal("", await Traces.OfAsync(pipeline, Secret));
    }

    [Theory]
    [InlineData("oublier is not told whom", "oublier")]
    [InlineData("--utilisateur is given an empty identifier", "oublier", "--utilisateur", " ")]
    [InlineData("--fichier /nulle/part cannot be read", "oublier", "--fichier", "/nulle/part")]
    [InlineData("a word that is not an option", "oublier", Secret)]
    [InlineData("a word that is not an option", "oublier", "--utilisatuer=" + Secret)]
    [InlineData("a word that is not an option", "oublier", "--fichier", "-", Secret)]
    [InlineData("--utilisateur", "oublier", "--utilisateur")]
    public async Task Wrong_usage_is_one_line_and_2_and_does_not_repeat_whom(string told, params string[] arguments)
    {
        var result = await Executable.Executable.RunAsync(Executable.Executable.Settings(null, null), Cancellation, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(told, Assert.Single(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.StandardError, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(Cancellation);
    }

    private async Task<TestPipeline> StartAsync()
    {
        var pipeline = await Nettoyage.Production.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement, id_utilisateur, type_utilisateur) values (1, '2025-06-24T10:00Z', '{Secret}-1', 'JEUNE'), (2, '2025-06-24T10:00Z', '{Secret}-2', 'CONSEILLER')");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        return pipeline;
    }
}
