using System.Net;
using System.Text.RegularExpressions;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Web;

/// <summary>A browser of a kind, for the dashboard: it keeps cookies, sends forms with their token, and follows no redirect.</summary>
/// <param name="messages">What the process says, for the message of a failure.</param>
internal sealed partial class FormBrowser(Uri address, Func<string> messages) : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
    private string? lastToken;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    /// <summary>The page, which must be there, as text: entities are characters.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var response = await GetAsync(path);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode}\n{page}\n{messages()}");
        return page;
    }

    /// <summary>Sends a form, with the token that the page first gave, or without.</summary>
    public async Task<(HttpStatusCode Status, string Text)> StartJobAsync(bool token, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(f => f.Name, f => f.Value);
        if (token) form["__RequestVerificationToken"] = lastToken ??= Token().Match(await PageAsync("/executions")).Groups[1].Value;
        using var content = new FormUrlEncodedContent(form);
        using var response = await http.PostAsync(new Uri("/executions/lancer", UriKind.Relative), content, Cancellation);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancellation)));
    }

    /// <summary>The same, and it is begun.</summary>
    public async Task StartAsync(params (string Name, string Value)[] fields)
    {
        var (status, text) = await StartJobAsync(token: true, fields);
        Assert.True(status == HttpStatusCode.SeeOther, $"{status}\n{text}\n{messages()}");
    }

    /// <summary>What the page says of the job that was started last, its tags left out.</summary>
    public async Task<string> LatestAsync()
    {
        var page = await PageAsync("/executions");
        var begin = page.IndexOf("role=\"status\"", StringComparison.Ordinal);
        return begin < 0 ? "" : Tag().Replace(page[begin..page.IndexOf("</div>", begin, StringComparison.Ordinal)], "");
    }

    public Task EndsWellAsync(string title) => Soon.UntilAsync(
        $"{title} has ended well", async () => await LatestAsync() is var latest && latest.Contains(title, StringComparison.Ordinal) && latest.Contains("✓ réussie", StringComparison.Ordinal), () => Task.FromResult(messages()));

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
