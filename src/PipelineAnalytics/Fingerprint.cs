using System.Security.Cryptography;
using System.Text;

namespace PipelineAnalytics;

/// <summary>A short name for some texts, another one whenever one of them changes.</summary>
internal static class Fingerprint
{
    public static string Of(params IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))))[..16];
}
