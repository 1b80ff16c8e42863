using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>pg_dump, pg_restore and psql are there, and no older than the servers: pg_dump refuses a newer one.</summary>
internal sealed class ToolsCheck : ICheck
{
    private static readonly string[] Tools = ["pg_dump", "pg_restore", "psql"];

    public string Subject => "client tools";

    public string What => "client tools";

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        var servers = new List<(PostgresDatabase Database, Version Version)>();
        foreach (var database in examination.Databases)
        {
            await using var connection = await database.OpenAsync(cancellation);
            servers.Add((database, connection.PostgreSqlVersion));
        }

        if (servers is [var (_, source), var (_, target)] && source.Major > target.Major)
            findings.Attention($"production's server ({source}) is newer than that of analytics ({target}): what only the newer one knows stops the mirror", $"upgrade analytics to PostgreSQL {source.Major}");
        foreach (var tool in Tools)
        {
            var path = PostgresBinaries.FindTool(tool, examination.Settings.PostgresBin);
            var version = await PostgresBinaries.ToolVersionAsync(path, cancellation);
            var older = servers.Where(s => version.Major < s.Version.Major).Select(s => $"the server {s.Version} of {s.Database.Setting}").ToList();
            if (older.Count == 0) findings.Ok($"{tool} {version} ({path})");
            else findings.Fault($"{tool} {version} ({path}) is older than {string.Join(" and ", older)}", $"install the client tools of PostgreSQL {servers.Max(s => s.Version.Major)}, and name their folder in Pipeline__PostgresBin if they are not first on PATH");
        }
    }
}
