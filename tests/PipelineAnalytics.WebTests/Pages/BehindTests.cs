using System.Text.Json;
using Microsoft.Playwright;
using PipelineAnalytics.WebTests.Api;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Pages;

/// <summary>What stands behind each chart and table of each page is the same four times: the table on the screen, the CSV, the JSON, and what the SQL gives in psql.</summary>
public sealed class BehindTests(DashboardFixture data, BrowserFixture browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Addresses => PageList.All;

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Table_CSV_JSON_and_SQL_are_the_same(string address)
    {
        await using var visit = await browser.VisitAsync(data.Address);
        await visit.GoAsync(address);
        foreach (var behind in await visit.Page.Locator(".derriere:has(pre code)").AllAsync()) await CompareAsync(behind);
        await visit.EndAsync();
    }

    private async Task CompareAsync(ILocator behind)
    {
        var sql = await behind.Locator("pre code").TextContentAsync() ?? "";
        var expected = await data.Analytics.RowsAsync(sql);
        var rows = expected.ConvertAll(static r => r.Select(Cell.Of).ToList());
        using var json = JsonDocument.Parse(await GetAsync(behind.Locator("a", new() { HasTextString = "JSON" })));
        Assert.Equal(rows, json.RootElement.GetProperty("lignes").EnumerateArray().Select(static r => r.EnumerateObject().Select(static c => Cell.Of(c.Value)).ToList()));
        var csv = Csv.Read(await GetAsync(behind.Locator("a", new() { HasTextString = "CSV" })));
        Assert.Equal(rows.Select(static r => r.Select(Cell.Unquoted)), csv.Skip(1).Select(static r => r.Select(Cell.Unquoted)));
        if (await behind.Locator("table").CountAsync() == 0) return;
        var table = await Screen.TableAsync(behind.Locator("table"));
        foreach (var (row, shown) in expected.Zip(table.Rows))
        {
            foreach (var (value, text) in row.Zip(shown)) AssertShown(value, text);
        }
    }

    private static void AssertShown(object? value, string text)
    {
        switch (value)
        {
            case null: Assert.Equal("—", text); break;
            case int or long or short: Assert.Equal(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture), Screen.Number(text)); break;
            case decimal or double: Assert.Equal(Math.Round(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture), 2, MidpointRounding.AwayFromZero), Screen.Number(text)); break;
            case DateOnly date: Assert.Matches($"^{date.Day}(er)? .* {date.Year}$", text); break;
            case bool yes: Assert.Equal(yes ? "oui" : "non", text); break;
            case string plain: Assert.Equal(string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), text); break;
        }
    }

    private async Task<string> GetAsync(ILocator link)
    {
        using var client = data.Dashboard.Client();
        return await client.GetStringAsync(await link.GetAttributeAsync("href"), Cancellation);
    }
}
