using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>
/// The way that the pipeline replaces: a week's row of each vue is made by one statement and filled in by others, one an indicator
/// or level, each of which reads the raw events of its own window and counts distinct users.
/// </summary>
internal sealed class ClassicalVues(BenchServer server)
{
    public const string Database = "classique";

    /// <summary>What our jobs set for themselves: neither way is to win by a setting.</summary>
    public const string SessionSettings = "work_mem 128MB, jit off";

    private const string Folder = "Vues/Classique/";

    /// <summary>Each vue is a folder, each file in it a statement.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. BenchSql.Below(Folder).Where(path => path[Folder.Length..].Contains('/', StringComparison.Ordinal))
        .Select(path => path[Folder.Length..].Split('/')[0]).Distinct()];

    public async Task CreateAsync(CancellationToken cancellation)
    {
        await using var own = await server.OpenAsync(Database, cancellation);
        await own.ExecuteFileAsync(Folder + "tables.sql", cancellation);
    }

    /// <summary>Computes one week, in place of what was computed of it before.</summary>
    public Task<Turn> WeekAsync(Semaine week, CancellationToken cancellation) => Spill.AroundAsync(server, Database, async () =>
    {
        await using var own = await server.OpenAsync(Database, cancellation);
        await own.ExecuteAsync("set work_mem = '128MB'; set jit = off", cancellation);
        var steps = new List<Step>();
        foreach (var vue in Names)
        {
            await own.ExecuteAsync($"delete from {QuotedName.Of(vue)} where semaine = $1", cancellation, week.Lundi);
            foreach (var path in BenchSql.Below($"{Folder}{vue}/"))
            {
                steps.Add(await Stopwatches.TimeAsync(path[Folder.Length..^".sql".Length], () => own.ExecuteFileAsync(path, cancellation, week.Lundi)));
            }
        }

        return new Turn(new Measure(steps), Spilled: 0);
    }, cancellation);
}
