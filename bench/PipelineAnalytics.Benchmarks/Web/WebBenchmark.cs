using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>Asks for each address in turn, round after round, as a browser that takes compressed answers.</summary>
internal sealed partial class WebBenchmark(WebPlan plan, HttpClient dashboard, IReadOnlyList<string> addresses, TextWriter messages)
{
    /// <summary>Slower than the dashboard's limit of requests, which would answer 429.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);

    public async Task<WebResult> RunAsync(CancellationToken cancellation)
    {
        using var pace = new PeriodicTimer(Pace);
        var asked = addresses.Select(a => (Address: a, Times: new List<Asked>())).ToList();
        for (var round = 0; round <= plan.Rounds; round++)
        {
            await messages.WriteLineAsync($"round {round} of {plan.Rounds}");
            foreach (var (address, times) in asked)
            {
                await pace.WaitForNextTickAsync(cancellation);
                times.Add(await AskAsync(address, cancellation));
            }
        }

        return new WebResult([.. asked.Select(a => Summed(a.Address, a.Times))], await FirstPageAsync(cancellation));
    }

    private static Answered Summed(string address, List<Asked> times) => new(address, times[^1].Status, times[^1].Body.Length, times[0].Milliseconds, [.. times.Skip(1).Select(t => t.Milliseconds)]);

    private async Task<Asked> AskAsync(string address, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var response = await dashboard.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return new Asked((int)response.StatusCode, body, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>The page, and the files that its head and body name.</summary>
    private async Task<List<SentFile>> FirstPageAsync(CancellationToken cancellation)
    {
        var html = await dashboard.GetStringAsync("/", cancellation);
        var files = new List<SentFile>();
        foreach (var address in Files().Matches(html).Select(m => m.Groups[1].Value).Prepend("/"))
        {
            files.Add(new SentFile(address, (await AskAsync(address, cancellation)).Body.Length));
        }

        return files;
    }

    private sealed record Asked(int Status, byte[] Body, double Milliseconds);

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Files();
}
