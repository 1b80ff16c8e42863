using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>A table as it stands on the screen.</summary>
/// <param name="Heads">Of its columns.</param>
internal sealed record ScreenTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A column's cells.</summary>
    public IEnumerable<string> Column(string head)
    {
        var place = Heads.ToList().FindIndex(h => h.Equals(head, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? Rows.Select(r => r[place]) : throw new InvalidOperationException($"There is no column {head}, but {string.Join(", ", Heads)}.");
    }
}

/// <summary>What a chart was told to draw.</summary>
internal sealed record ScreenChart(string Title, IReadOnlyList<string> Labels, IReadOnlyDictionary<string, IReadOnlyList<double?>> Series);

/// <summary>Reads what a person reads: tables, charts, numbers.</summary>
internal static class Screen
{
    public static async Task<ScreenTable> TableAsync(ILocator table)
    {
        var rows = await table.EvaluateAsync<string[][]>("t => [...t.rows].map(r => [...r.cells].map(c => c.textContent.replace(/\\s+/g, ' ').trim()))");
        return new ScreenTable(rows[0], rows[1..]);
    }

    public static async Task<ScreenChart> ChartAsync(ILocator figure)
    {
        using var spec = JsonDocument.Parse(await figure.Locator("[data-graphique]").First.GetAttributeAsync("data-graphique") ?? "");
        return new ScreenChart(
            await figure.Locator("h2, h3").First.InnerTextAsync(),
            [.. spec.RootElement.GetProperty("etiquettes").EnumerateArray().Select(static l => l.GetString()!)],
            spec.RootElement.GetProperty("series").EnumerateArray().ToDictionary(
                static s => s.GetProperty("nom").GetString()!,
                static s => (IReadOnlyList<double?>)[.. s.GetProperty("valeurs").EnumerateArray().Select(static v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble())]));
    }

    /// <summary>A number as French readers write it; null for what is none (« — »).</summary>
    public static decimal? Number(string text)
    {
        var plain = string.Concat(text.Where(static c => !char.IsWhiteSpace(c) && c is not ('%' or '+'))).Replace('−', '-').Replace(',', '.');
        return decimal.TryParse(plain, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
