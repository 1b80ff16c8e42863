namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>A folder that only this user can read, for archives of definitions (never of rows), gone when disposed.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pipeline-analytics-");

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
