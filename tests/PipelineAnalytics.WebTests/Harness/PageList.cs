using System.Reflection;
using Microsoft.AspNetCore.Components;
using PipelineAnalytics.Web;
using Xunit;

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>The dashboard's pages, as they declare their addresses: a page that is added is tested.</summary>
internal static class PageList
{
    private static readonly string[] NotRubrics = ["/connexion", "/introuvable"];

    public static IEnumerable<string> Addresses => typeof(Dashboard).Assembly.GetTypes().SelectMany(static t => t.GetCustomAttributes<RouteAttribute>()).Select(static r => r.Template)
        .Where(static a => !a.Contains('{', StringComparison.Ordinal) && !NotRubrics.Contains(a)).Order(StringComparer.Ordinal);

    public static TheoryData<string> All => [.. Addresses];

    /// <summary>For the names of files.</summary>
    public static string Name(string address) => address == "/" ? "tableau-de-bord" : address.Trim('/').Replace('/', '-');
}
