using System.Diagnostics;
using System.Globalization;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>A folder that only this user can read, for archives of definitions (never of rows), gone when disposed.</summary>
/// <remarks>A killed process leaves its folder behind; the next run removes it: the name says whose it was.</remarks>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "pipeline-analytics-";

    private readonly DirectoryInfo folder;

    public PrivateFolder()
    {
        foreach (var old in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(IsAbandoned)) TryDelete(old);
        folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-"));
    }

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    private static bool IsAbandoned(string path) =>
        int.TryParse(Path.GetFileName(path)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsRunning(process);

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Another user's folder is that user's affair.</summary>
    private static void TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
