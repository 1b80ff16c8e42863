using System.Text;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir.Ressemblance;

/// <summary>Compares production and its mirror: each definition as pg_dump writes it, each table by its rows, each sequence by its position.</summary>
internal static class Likeness
{
    private const string Header = "\n--\n-- Name: ";

    /// <summary>Fails with all that differs.</summary>
    public static async Task AssertAsync(TestPipeline pipeline)
    {
        await using var production = await ScratchCopy.OfAsync(pipeline.SourceText, pipeline.Source, await Zoo.ReadAsync("Ressemblance/production.sql"));
        await using var analytics = await ScratchCopy.OfAsync(pipeline.AnalyticsText, pipeline.Analytics, await Zoo.ReadAsync("Ressemblance/analytics.sql"));
        var report = new StringBuilder();
        var (expected, actual) = (Statements(await production.DefinitionsAsync()), Statements(await analytics.DefinitionsAsync()));
        foreach (var statement in Without(expected, actual)) report.AppendLine().Append("Missing: ").AppendLine(Shortened(statement));
        foreach (var statement in Without(actual, expected)) report.AppendLine().Append("Too much: ").AppendLine(Shortened(statement));
        CompareContents(report, await production.ContentsAsync(), await analytics.ContentsAsync());
        Assert.True(report.Length == 0, report.ToString());
    }

    private static void CompareContents(StringBuilder report, Dictionary<string, string> expected, Dictionary<string, string> actual)
    {
        foreach (var name in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            var (here, there) = (expected.GetValueOrDefault(name, "absent"), actual.GetValueOrDefault(name, "absent"));
            if (here != there) report.AppendLine().AppendLine($"{name}: {here} in production, {there} in analytics");
        }
    }

    /// <summary>
    /// Policies are not mirrored: who may see which row is each database's own affair, as is what it says of its schema public.
    /// </summary>
    private static List<string> Statements(string dump) => [.. dump.Split(Header).Skip(1)
        .Where(s => s.Split('\n')[0] is var header && !header.Contains("; Type: POLICY;", StringComparison.Ordinal) && !header.Contains("; Type: ROW SECURITY;", StringComparison.Ordinal) && !header.StartsWith("SCHEMA public; ", StringComparison.Ordinal))
        .Select(s => s.Split("\n\n--\n-- PostgreSQL database dump complete")[0].Split("\n\nSET default_")[0].Trim())];

    /// <summary>As a set that counts: what is there twice must be there twice.</summary>
    private static IEnumerable<string> Without(List<string> some, List<string> others)
    {
        var left = others.CountBy(s => s, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var statement in some)
        {
            if (left.GetValueOrDefault(statement) > 0) left[statement]--;
            else yield return statement;
        }
    }

    private static string Shortened(string statement) => statement.Length <= 800 ? statement : statement[..800] + "…";
}
