using Microsoft.Playwright;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>One Chromium for all the tests, the system's. Where there is none these tests are skipped, but where <c>CI</c> is set they fail.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Missing = "Chromium is missing: apt-get install chromium, or put it on PATH.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>No look-up leaves the machine, whatever a page asks for; and the browser asks for nothing by itself.</summary>
    private static readonly string[] Arguments =
    [
        "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } chromium)
        {
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) throw new InvalidOperationException(Missing);
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            // Root has no sandbox.
            Args = Environment.UserName == "root" ? [.. Arguments, "--no-sandbox"] : Arguments,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A person who comes with nothing in his browser; what goes wrong in his is noted until the visit ends.</summary>
    public async Task<Visit> VisitAsync(Uri dashboard, bool dark = false, int width = Visit.Wide, bool scripts = true)
    {
        Assert.SkipWhen(browser is null, Missing);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = dashboard.ToString(),
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            Locale = "fr-FR",
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = Visit.Height },
        });
        return await Visit.BeginAsync(context, dashboard);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
        .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
