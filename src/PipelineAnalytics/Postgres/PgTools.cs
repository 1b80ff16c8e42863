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
        string[] tools = [dump, restore];
        foreach (var (tool, version) in tools.Zip(await Task.WhenAll(tools.Select(t => PostgresBinaries.ToolVersionAsync(t, cancellation)))))
        {
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

    /// <summary>The statements that make a view again, with its owner, grants, comments and indexes.</summary>
    /// <param name="view">Its qualified, quoted name.</param>
    public Task<string> ViewDefinitionAsync(PostgresDatabase database, string view, CancellationToken cancellation) =>
        RunAsync(dump, database, null, ["--schema-only", "--no-password", $"--table={view}"], cancellation);

    /// <summary>
    /// What an archive holds, line by line, without the schema itself, which is there, and without policies: who may see which row is each database's own affair, as grants are.
    /// Production's policies name its roles and its sessions, and would hide rows from analysts, or from the jobs.
    /// </summary>
    /// <param name="archive">As pg_dump wrote it.</param>
    /// <param name="section"><c>pre-data</c> (tables, types, functions), <c>post-data</c> (indexes, constraints, triggers), or null for both. A comment is of the section of the object before it in the list.</param>
    /// <param name="cancellation">Ends pg_restore.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string archive, string? section, CancellationToken cancellation) =>
        [.. (await RunAsync(restore, null, null, ["--list", .. section is null ? Array.Empty<string>() : [$"--section={section}"], archive], cancellation)).Split('\n').Where(line => line.Length > 0 && line[0] != ';' && !OtherEntry().IsMatch(line))];

    /// <summary>Some of an archive's definitions as a script for <see cref="PsqlAsync"/>.</summary>
    /// <param name="archive">As pg_dump wrote it.</param>
    /// <param name="entries">Lines of <see cref="ListAsync"/>, in their order.</param>
    /// <param name="searchPath">Where names are looked for that a function's text does not qualify: an index on it, or a check, runs it. All others are qualified.</param>
    /// <param name="cancellation">Ends pg_restore.</param>
    public async Task<string> ScriptAsync(string archive, IEnumerable<string> entries, string searchPath, CancellationToken cancellation) =>
        (await ScriptAsync(archive, entries, [], cancellation))
            .Replace("SELECT pg_catalog.set_config('search_path', '', false);", $"SELECT pg_catalog.set_config('search_path', '{searchPath}', false);", StringComparison.Ordinal)
            // The tools of PostgreSQL 17 say so to servers that do not know it, and psql would stop there.
            .Replace("SET transaction_timeout = 0;\n", "", StringComparison.Ordinal);

    /// <summary>The same, each entry's statements by its line in the list: they can be run side by side, without a process for each.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StatementsAsync(string archive, IReadOnlyList<string> entries, CancellationToken cancellation)
    {
        // Told to be verbose, pg_restore writes the entry's number before its statements; what stands before the first is its session's settings.
        var script = await ScriptAsync(archive, entries, ["--verbose"], cancellation);
        var byNumber = EntryHeader().Split(script).Skip(1).Chunk(2).ToDictionary(e => e[0], e => MetaCommand().Replace(e[1], ""), StringComparer.Ordinal);
        return entries.ToDictionary(e => e, e => byNumber[e[..e.IndexOf(';', StringComparison.Ordinal)]], StringComparer.Ordinal);
    }

    private async Task<string> ScriptAsync(string archive, IEnumerable<string> entries, string[] options, CancellationToken cancellation)
    {
        var list = $"{archive}.{Guid.NewGuid():n}.list";
        await File.WriteAllLinesAsync(list, entries, cancellation);
        try
        {
            return await RunAsync(restore, null, null,
            [
                "--file=-", $"--use-list={list}", "--no-owner", "--no-privileges", .. options, archive,
            ], cancellation);
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>Runs a script that ends at its first error.</summary>
    /// <returns>The server's notices.</returns>
    public async Task<string> PsqlAsync(PostgresDatabase database, string script, CancellationToken cancellation, string settings = "", string? databaseName = null)
    {
        var psql = PostgresBinaries.FindTool("psql", binFolder);
        var result = await ExecuteAsync(psql, database, databaseName, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--no-password", "--output=/dev/null", "--file=-"], script, cancellation, settings);
        return result.StandardError;
    }

    [GeneratedRegex(@"^-- TOC entry (\d+) \(class \d+ OID \d+\)$", RegexOptions.Multiline)]
    private static partial Regex EntryHeader();

    /// <summary>psql's own, \unrestrict at the end.</summary>
    [GeneratedRegex(@"^\\.*$", RegexOptions.Multiline)]
    private static partial Regex MetaCommand();

    [GeneratedRegex(@"^\d+; \d+ \d+ (POLICY|ROW SECURITY|COMMENT \S+ POLICY|SCHEMA -|COMMENT - SCHEMA) ")]
    private static partial Regex OtherEntry();

    /// <summary>libpq's words, in the language of LC_ALL=C, for a connection that could not be made or was lost, and the server's for what it is short of.</summary>
    [GeneratedRegex("connection to server|server closed the connection|connection not open|could not (receive|send) data|terminating connection|starting up|shutting down|too many (clients|connections)|No space left|could not extend file|deadlock detected|lock timeout")]
    private static partial Regex PassingError();

    private static string Exactly(string schema) => '"' + schema.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static async Task<string> RunAsync(string tool, PostgresDatabase? database, string? databaseName, IEnumerable<string> arguments, CancellationToken cancellation) =>
        (await ExecuteAsync(tool, database, databaseName, arguments, "", cancellation)).StandardOutput;

    private static async Task<BufferedCommandResult> ExecuteAsync(string tool, PostgresDatabase? database, string? databaseName, IEnumerable<string> arguments, string input, CancellationToken cancellation, string settings = "")
    {
        var command = Cli.Wrap(tool).WithArguments(arguments).WithStandardInputPipe(PipeSource.FromString(input)).WithValidation(CommandResultValidation.None);
        if (database is not null) command = command.WithEnvironmentVariables(LibpqEnvironment.Of(database, databaseName, settings));
        var result = await command.ExecuteBufferedAsync(cancellation);
        if (result.ExitCode == 0) return result;

        var where = database is null ? "" : $" on {database.Place} ({database.Setting})";
        throw new PipelineException($"{Path.GetFileName(tool)}{where} failed with exit code {result.ExitCode}: {FirstError(result.StandardError)}") { MayPass = PassingError().IsMatch(result.StandardError) };
    }

    /// <summary>The first line that tells of an error, without the tool's name before it.</summary>
    private static string FirstError(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.FirstOrDefault(l => l.Contains("error:", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "it says nothing";
        return line.Split("error: ", 2)[^1].Split("ERROR:  ", 2)[^1];
    }
}
