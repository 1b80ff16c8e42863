using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary><c>pgcopydb clone</c>: rows from one server to the other without a file between, all as of one snapshot.</summary>
/// <remarks>
/// It brings <see cref="MiroirSource.Excluded"/> too: version 0.10, told by --filters to leave it out, still sets the default of its
/// serial column and fails.
/// </remarks>
internal sealed class PgCopyDb : MirrorWay
{
    private const string Tool = "pgcopydb";
    private const string Setsid = "/usr/bin/setsid";

    private readonly BenchServer server;
    private readonly string path;

    private PgCopyDb(BenchServer server, string path) : base("pgcopydb clone, 2 table jobs, 2 index jobs", "clone") => (this.server, this.path) = (server, path);

    /// <summary>Null where it is not installed.</summary>
    public static PgCopyDb? Find(BenchServer server) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, Tool)).FirstOrDefault(File.Exists) is { } path
            ? new PgCopyDb(server, path) : null;

    public override Task<Night> RunAsync(CancellationToken cancellation) => InFolderAsync(server, async folder =>
    {
        string[] words = [path, "clone", "--table-jobs", "2", "--index-jobs", "2", "--dir", Path.Combine(folder, "travail")];
        // When it fails it ends its whole process group, which would be ours and our caller's: it gets one of its own.
        if (File.Exists(Setsid)) words = [Setsid, "--wait", .. words];
        return new Measure([await Stopwatches.TimeAsync(Tool, () => ForeignTool.RunAsync(words[0], words[1..], Settings(), cancellation))]);
    });

    /// <summary>It hands its URIs on to the pg_dump and pg_restore that it starts: the password stays out of them.</summary>
    private Dictionary<string, string?> Settings()
    {
        var settings = server.LibpqEnvironment(Database);
        var place = $"postgres://{settings["PGUSER"]}@{settings["PGHOST"]}:{settings["PGPORT"]}/";
        settings["PGCOPYDB_SOURCE_PGURI"] = place + MiroirSource.Database;
        settings["PGCOPYDB_TARGET_PGURI"] = place + Database;
        return settings;
    }
}
