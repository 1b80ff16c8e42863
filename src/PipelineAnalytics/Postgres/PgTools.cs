using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace PipelineAnalytics.Postgres;

/// <summary>pg_dump and pg_restore, for schemas. Passwords go by the environment: a process list shows arguments to everyone.</summary>
internal sealed partial class PgTools(string? binFolder)
{
    private readonly string dump = PostgresBinaries.FindTool("pg_dump", binFolder);
    private readonly string restore = PostgresBinaries.FindTool("pg_restore", binFolder);

    /// <exception cref="PipelineException">A tool is older than a server: pg_dump refuses, or leaves out what it does not know.</exception>
    public async Task EnsureNotOlderAsync(IEnumerable<(PostgresDatabase Database, Version Server)> servers, CancellationToken cancellation)
    {
        foreach (var tool in new[] { dump, restore })
        {
            var version = await PostgresBinaries.ToolVersionAsync(tool, cancellation);
            foreach (var (database, server) in servers)
            {
                if (version.Major >= server.Major) continue;
                throw new PipelineException($"{Path.GetFileName(tool)} {version} ({tool}) is older than the server {server} of {database.Setting}: install the client tools of PostgreSQL {server.Major} or newer, and name their folder in Pipeline__PostgresBin if they are not first on PATH. Nothing was changed.");
            }
        }
    }

    /// <summary>Writes definitions, no rows, to an archive.</summary>
    /// <param name="database">Where to connect.</param>
    /// <param name="databaseName">Another database of the same server.</param>
    /// <param name="schema">The one schema that is written.</param>
    /// <param name="snapshot">An exported snapshot to see it by.</param>
    /// <param name="passedBy">Tables of the schema that are left out.</param>
    /// <param name="archive">The file to write.</param>
    /// <param name="cancellation">Ends pg_dump.</param>
    public Task DumpSchemaAsync(PostgresDatabase database, string? databaseName, string schema, string? snapshot, IEnumerable<string> passedBy, string archive, CancellationToken cancellation) =>
        RunAsync(dump, database, databaseName,
        [
            "--schema-only", "--format=custom", $"--file={archive}", $"--schema={Exactly(schema)}",
            "--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions", "--no-security-labels", "--no-tablespaces", "--no-password",
            .. passedBy.Select(t => $"--exclude-table={Exactly(schema)}.{Exactly(t)}"),
            .. snapshot is null ? Array.Empty<string>() : [$"--snapshot={snapshot}"],
        ], cancellation);

    /// <summary>The statements that make some views again, with their owners, grants and comments.</summary>
    public Task<string> ViewDefinitionsAsync(PostgresDatabase database, IEnumerable<string> views, CancellationToken cancellation) =>
        RunAsync(dump, database, null, ["--schema-only", "--no-password", .. views.Select(v => $"--table={v}")], cancellation);

    /// <param name="section"><c>pre-data</c> (tables, types, functions), <c>post-data</c> (indexes, constraints, triggers), or null for both.</param>
    /// <param name="jobs">Statements run side by side.</param>
    public async Task RestoreAsync(PostgresDatabase database, string? databaseName, string archive, string schema, string? section, int jobs, CancellationToken cancellation) =>
        await RunAsync(restore, database, databaseName,
        [
            $"--dbname={ConnectionInfo(databaseName ?? database.Connection.Database!)}", $"--use-list={await WithoutPoliciesAsync(archive, cancellation)}", "--exit-on-error", $"--schema={schema}", "--no-owner", "--no-privileges", "--no-password", $"--jobs={jobs}",
            .. section is null ? Array.Empty<string>() : [$"--section={section}"],
            archive,
        ], cancellation);

    /// <summary>An archive's definitions as a script for <see cref="PsqlAsync"/>.</summary>
    public async Task<string> ScriptAsync(string archive, string schema, CancellationToken cancellation) =>
        await RunAsync(restore, null, null, ["--file=-", $"--use-list={await WithoutPoliciesAsync(archive, cancellation)}", $"--schema={schema}", "--no-owner", "--no-privileges", archive], cancellation);

    /// <summary>Runs a script that ends at its first error.</summary>
    /// <returns>The server's notices.</returns>
    public async Task<string> PsqlAsync(PostgresDatabase database, string script, CancellationToken cancellation)
    {
        var psql = PostgresBinaries.FindTool("psql", binFolder);
        var result = await ExecuteAsync(psql, database, null, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--no-password", "--output=/dev/null", "--file=-"], script, cancellation);
        return result.StandardError;
    }

    /// <summary>
    /// Who may see which row is each database's own affair, as grants are: production's policies name its roles and its sessions, and
    /// would hide rows from analysts, or from the jobs.
    /// </summary>
    private async Task<string> WithoutPoliciesAsync(string archive, CancellationToken cancellation)
    {
        var contents = await RunAsync(restore, null, null, ["--list", archive], cancellation);
        var list = archive + ".list";
        await File.WriteAllLinesAsync(list, contents.Split('\n').Where(line => !PolicyEntry().IsMatch(line)), cancellation);
        return list;
    }

    [GeneratedRegex(@"^\d+; \d+ \d+ (POLICY|ROW SECURITY) ")]
    private static partial Regex PolicyEntry();

    /// <summary>A name with a sign of equality would be read as a whole connection string.</summary>
    private static string ConnectionInfo(string database) =>
        $"dbname='{database.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    private static string Exactly(string schema) => '"' + schema.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static async Task<string> RunAsync(string tool, PostgresDatabase? database, string? databaseName, IEnumerable<string> arguments, CancellationToken cancellation) =>
        (await ExecuteAsync(tool, database, databaseName, arguments, "", cancellation)).StandardOutput;

    private static async Task<BufferedCommandResult> ExecuteAsync(string tool, PostgresDatabase? database, string? databaseName, IEnumerable<string> arguments, string input, CancellationToken cancellation)
    {
        var command = Cli.Wrap(tool).WithArguments(arguments).WithStandardInputPipe(PipeSource.FromString(input)).WithValidation(CommandResultValidation.None);
        if (database is not null) command = command.WithEnvironmentVariables(LibpqEnvironment.Of(database.Connection, databaseName));
        var result = await command.ExecuteBufferedAsync(cancellation);
        if (result.ExitCode == 0) return result;

        var where = database is null ? "" : $" on {database.Place} ({database.Setting})";
        throw new PipelineException($"{Path.GetFileName(tool)}{where} failed with exit code {result.ExitCode}: {FirstError(result.StandardError)}");
    }

    /// <summary>The first line that tells of an error, without the tool's name before it.</summary>
    private static string FirstError(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.FirstOrDefault(l => l.Contains("error:", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "it says nothing";
        return line.Split("error: ", 2)[^1].Split("ERROR:  ", 2)[^1];
    }
}
