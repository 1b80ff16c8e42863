using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Web;

/// <summary>The real <c>pipeline-analytics web</c> in a process of its own, and a browser of a kind: it keeps cookies and follows no redirect.</summary>
internal sealed partial class WebProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder messages = new();
    private readonly HttpClient browser;
    private string? lastToken;

    private WebProcess(Process process, string address)
    {
        this.process = process;
        browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    public string Messages
    {
        get
        {
            lock (messages) return messages.ToString();
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WebProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, string maintenant)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), "web", "--maintenant", maintenant, "--Pipeline:Web:Adresse=http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (variable, value) in settings) start.Environment[variable] = value;
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(Cancellation);
        if (address is not null) return new WebProcess(process, address);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        process.Dispose();
        throw new InvalidOperationException($"web did not start: {error}");
    }

    public static Dictionary<string, string?> Settings(TestPipeline pipeline, bool actions)
    {
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__Web__Actions"] = actions ? "true" : "false";
        return settings;
    }

    public Task<HttpResponseMessage> GetAsync(string address) => browser.GetAsync(new Uri(address, UriKind.Relative), Cancellation);

    /// <summary>The page, which must be there, as text: entities are characters.</summary>
    public async Task<string> PageAsync(string address)
    {
        using var response = await GetAsync(address);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {response.StatusCode}\n{page}\n{Messages}");
        return page;
    }

    /// <summary>Sends a form, with the token that the page first gave, or without.</summary>
    public async Task<(HttpStatusCode Status, string Text)> StartJobAsync(bool token, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(f => f.Name, f => f.Value);
        if (token) form["__RequestVerificationToken"] = lastToken ??= Token().Match(await PageAsync("/executions")).Groups[1].Value;
        using var content = new FormUrlEncodedContent(form);
        using var response = await browser.PostAsync(new Uri("/executions/lancer", UriKind.Relative), content, Cancellation);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancellation)));
    }

    /// <summary>As a platform stops a container.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await CliWrap.Cli.Wrap("sh").WithArguments(["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {process.Id}")]).ExecuteAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    private void Hear(string? line)
    {
        lock (messages) messages.AppendLine(line);
    }
}
