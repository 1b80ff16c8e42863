using CliWrap;
using CliWrap.Buffered;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// <c>psql -c 'copy … to stdout' | psql -c 'copy … from stdin'</c> in text format, into a table without an index: what the tools at
/// hand do at best. The shell joins the two processes: no byte passes through this one.
/// </summary>
internal sealed class PsqlPipe(BenchServer server)
{
    public const string Database = "pipe";

    private const string Columns = "id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code";

    private static readonly string[] Pipe =
    [
        "-c", "\"$1\" -X -q -d \"$2\" -c \"$4\" | \"$1\" -X -q -d \"$3\" -v ON_ERROR_STOP=1 -c \"$5\"", "pipe",
    ];

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await server.CreateAsync(cancellation, Database);
        await using var connection = await server.OpenAsync(Database, cancellation);
        await connection.ExecuteFileAsync("Evenements/pipe_table.sql", cancellation);
    }

    public Task<Step> RunAsync(CancellationToken cancellation)
    {
        string[] words =
        [
            .. Pipe, PostgresBinaries.FindTool("psql", binFolder: null), MadeUpProduction.Database, Database,
            $"copy evenement_engagement_hebdo ({Columns}) to stdout", $"copy evenement_pipe ({Columns}) from stdin",
        ];
        return Stopwatches.TimeAsync("psql | psql", async () =>
        {
            var result = await Cli.Wrap("/bin/sh").WithArguments(words).WithEnvironmentVariables(server.LibpqEnvironment(Database))
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
            if (result.ExitCode != 0) throw new PipelineException($"psql | psql failed: {result.StandardError.Trim()}");
        });
    }
}
