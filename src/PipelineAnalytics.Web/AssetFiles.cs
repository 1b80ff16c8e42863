using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace PipelineAnalytics.Web;

/// <summary>Styles and scripts, embedded. Their addresses bear a fingerprint of their content: browsers keep them for good, and ask anew for those of another version.</summary>
public static class AssetFiles
{
    private static readonly ConcurrentDictionary<string, string> Addresses = new(StringComparer.Ordinal);

    internal static IFileProvider Files { get; } = new ManifestEmbeddedFileProvider(typeof(AssetFiles).Assembly, "Assets");

    /// <param name="path">Below <c>Assets</c>.</param>
    public static string Address(string path) => Addresses.GetOrAdd(path, static p =>
    {
        using var content = Files.GetFileInfo(p).CreateReadStream();
        return $"/assets/{p}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
    });
}
