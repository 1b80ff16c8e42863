using CliWrap;
using CliWrap.Buffered;
using Npgsql;
using PipelineAnalytics.Postgres;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir.Ressemblance;

/// <summary>psql and pg_dump, as people use them: the judge of a mirror must not be the code that made it.</summary>
internal static class ClientTool
{
    /// <summary>Runs a script. Npgsql would split it at semicolons, of which the body of a function has its own.</summary>
    public static Task PsqlAsync(string database, string script) =>
        RunAsync("psql", database, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"], script);

    /// <summary>The definitions of the schema public.</summary>
    public static Task<string> DefinitionsAsync(string database) =>
        RunAsync("pg_dump", database, ["--schema-only", "--schema=public", "--no-owner", "--no-privileges", "--no-publications"], "");

    /// <summary>Everything: definitions, rows, rights. Without the line that keeps psql's own words out, which is another each time.</summary>
    public static async Task<string> DumpAsync(string database) =>
        string.Join('\n', (await RunAsync("pg_dump", database, [], "")).Split('\n').Where(l => !l.StartsWith('\\') || l == @"\."));

    private static async Task<string> RunAsync(string tool, string database, string[] arguments, string input)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        var result = await Cli.Wrap(PostgresBinaries.FindTool(tool, null))
            .WithArguments(["--no-password", .. arguments])
            .WithEnvironmentVariables(e => e.Set("PGHOST", connection.Host).Set("PGPORT", $"{connection.Port}").Set("PGUSER", connection.Username)
                .Set("PGPASSWORD", connection.Password).Set("PGDATABASE", connection.Database).Set("PGCLIENTENCODING", "UTF8"))
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"{tool}: {result.StandardError}");
        return result.StandardOutput;
    }
}
