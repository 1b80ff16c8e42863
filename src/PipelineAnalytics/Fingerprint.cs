using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PipelineAnalytics;

/// <summary>A short name for some texts, another one whenever one of them changes.</summary>
internal static partial class Fingerprint
{
    public static string Of(params IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))))[..16];

    /// <summary>The same for SQL whose comments may be mended, and whose lines may be laid out otherwise, without meaning anything else.</summary>
    public static string OfRules(params IEnumerable<string> sql) => Of(sql.Select(text => Blanks().Replace(Comments().Replace(text, ""), " ").Trim()));

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
