using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary><c>pg_dump</c> to files, then <c>pg_restore</c> from them.</summary>
internal sealed class DumpAndRestore : MirrorWay
{
    private readonly BenchServer server;
    private readonly string[] format;
    private readonly int jobs;
    private readonly string[] compression;

    private DumpAndRestore(BenchServer server, string name, string database, string[] format, int jobs, int? compression) : base(name, database)
    {
        (this.server, this.format, this.jobs) = (server, format, jobs);
        this.compression = compression is { } level ? [string.Create(CultureInfo.InvariantCulture, $"--compress={level}")] : [];
    }

    /// <summary>One file, one process after the other.</summary>
    public static DumpAndRestore OneFile(BenchServer server, int? compression) =>
        new(server, $"pg_dump -Fc{Level(compression)}, pg_restore", "restaure", ["--format=custom"], jobs: 1, compression);

    /// <summary>A file for each table, as many connections on each side as ours has.</summary>
    public static DumpAndRestore TwoJobs(BenchServer server, int? compression) =>
        new(server, $"pg_dump -Fd -j2{Level(compression)}, pg_restore -j2", "restaure_a_deux", ["--format=directory", "--jobs=2"], jobs: 2, compression);

    public override Task<Night> RunAsync(CancellationToken cancellation) => InFolderAsync(server, async folder =>
    {
        var archive = Path.Combine(folder, "archive");
        return new Measure(
        [
            await StepAsync("pg_dump", [.. format, .. compression, $"--file={archive}", $"--exclude-table=public.{MiroirSource.Excluded}", "--no-password", MiroirSource.Database], cancellation),
            await StepAsync("pg_restore", ["--exit-on-error", $"--jobs={jobs}", $"--dbname={Database}", "--no-password", archive], cancellation),
        ]);
    });

    private Task<Step> StepAsync(string tool, string[] arguments, CancellationToken cancellation) => Stopwatches.TimeAsync(tool, () =>
        ForeignTool.RunAsync(PostgresBinaries.FindTool(tool, binFolder: null), arguments, server.LibpqEnvironment(Database), cancellation));

    private static string Level(int? compression) => compression is { } level ? string.Create(CultureInfo.InvariantCulture, $" -Z{level}") : "";
}
