using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>A way to have production's tables in another database, but the one that is left out.</summary>
/// <param name="name">As the report says it.</param>
/// <param name="database">Where the tables go.</param>
internal abstract class MirrorWay(string name, string database)
{
    public string Name => name;

    public string Database => database;

    /// <summary>All that the way takes, from the start of its first process to the end of its last.</summary>
    public abstract Task<Night> RunAsync(CancellationToken cancellation);

    /// <summary>Runs a way with a folder for its files, which is empty before and gone after.</summary>
    protected static async Task<Night> InFolderAsync(BenchServer server, Func<string, Task<Measure>> run)
    {
        var folder = server.CreateFolder("fichiers");
        try
        {
            return new Night(await run(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
