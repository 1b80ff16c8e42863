using Microsoft.Playwright;
using Xunit;

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>
/// A browser's window on the dashboard. It notes every console error and warning, every script that failed, every breach of the content policy, every request
/// that failed or would have left the machine; <see cref="EndAsync"/> wants there to be none.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    public const int Wide = 1280, Phone = 390, Narrowest = 360, Height = 900;

    private const string ToldOfPolicy = "document.addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))";

    private readonly IBrowserContext context;
    private readonly Uri dashboard;
    private readonly List<string> faults = [];
    private readonly List<IRequest> finished = [];

    private Visit(IBrowserContext context, IPage page, Uri dashboard)
    {
        (this.context, Page, this.dashboard) = (context, page, dashboard);
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Note($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Note($"script: {error}");
        page.Request += (_, request) =>
        {
            if (!IsOurs(request.Url)) Note($"leaves the machine: {request.Url}");
        };
        page.RequestFailed += (_, request) =>
        {
            // Whoever goes on before a page is whole aborts the rest.
            if (request.Failure is not "net::ERR_ABORTED") Note($"failed: {request.Url} {request.Failure}");
        };
        page.RequestFinished += (_, request) =>
        {
            lock (finished) finished.Add(request);
        };
    }

    /// <summary>How often the address is looked at, within a minute, before a page is given up.</summary>
    private const int Looks = 6;

    public IPage Page { get; }

    /// <summary>Path and query, as it stands in the address line.</summary>
    public string Address => new Uri(Page.Url).PathAndQuery;

    public static async Task<Visit> BeginAsync(IBrowserContext context, Uri dashboard)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(ToldOfPolicy);
        return new Visit(context, page, dashboard);
    }

    /// <summary>Until the page is loaded and its charts are drawn.</summary>
    public async Task GoAsync(string address)
    {
        var answer = await Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        Assert.True(answer!.Ok, $"{address} answers {answer.Status}: {await Page.InnerTextAsync("body")}");
    }

    /// <summary>Does what leads to another page, and waits for it.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> FollowAsync(Func<Task> act)
    {
        var before = Page.Url;
        await act();
        for (var patience = Looks; ; patience--)
        {
            try
            {
                await Page.WaitForURLAsync(url => url != before, new PageWaitForURLOptions { WaitUntil = WaitUntilState.Load, Timeout = 60_000f / Looks });
                return Address;
            }
            catch (TimeoutException) when (patience > 1)
            {
                // The other page may have come between the driver's look at the address and its waiting for a change: it looks again.
            }
        }
    }

    /// <summary>What came over the wire, headers and all, but for what <paramref name="left"/> names.</summary>
    public async Task<long> BytesBesideAsync(Func<string, bool> left)
    {
        List<IRequest> requests;
        lock (finished) requests = [.. finished.Where(r => !left(r.Url))];
        var total = 0L;
        foreach (var request in requests)
        {
            var sizes = await request.SizesAsync();
            total += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }

        return total;
    }

    /// <summary>Wants nothing to have gone wrong.</summary>
    public async Task EndAsync()
    {
        // What the browser has still to tell, it tells before it answers.
        await Page.EvaluateAsync("1");
        lock (faults) Assert.True(faults.Count == 0, $"{Address}:\n{string.Join('\n', faults)}");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private bool IsOurs(string url) => url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || new Uri(url).Authority == dashboard.Authority;

    private void Note(string fault)
    {
        lock (faults) faults.Add(fault);
    }
}
