using System.Net;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>The worker's door: what it serves besides the dashboard stands behind the same one.</summary>
public sealed class WorkerDoorTests(DashboardFixture data)
{
    private const string Key = KeyFixture.Key;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queue_and_metrics_ask_for_the_key_and_probes_do_not()
    {
        await data.Server.CreateDatabaseAsync("production_du_worker", ct: Cancellation);
        await data.Server.CreateDatabaseAsync("analytics_du_worker", ct: Cancellation);
        await using var worker = await ServedDashboard.StartAsync("worker", new Dictionary<string, string?>
        {
            ["ConnectionStrings__Source"] = data.Server.ConnectionString("production_du_worker"),
            ["ConnectionStrings__Analytics"] = data.Server.ConnectionString("analytics_du_worker"),
            // No night while the test looks.
            ["Pipeline__Worker__Cron"] = "0 3 1 1 *",
            ["Pipeline__Web__Cle"] = Key,
        });
        using var client = worker.Client();
        foreach (var address in new[] { "/", "/api", "/hangfire", "/hangfire/jobs/failed", "/HANGFIRE", "/metrics" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, address, key: null));
        }

        // The queue's tables are made by the first turn of its loop.
        while (await StatusAsync(client, "/hangfire", Key) == HttpStatusCode.ServiceUnavailable) await Task.Delay(100, Cancellation);
        foreach (var address in new[] { "/api", "/hangfire", "/metrics" }) Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, address, Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/healthz", key: null));
        // Whether it is ready is told to everybody; what stands in the way, which names servers, to those who have the key.
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "{\"ready\":false}\n"), await GetAsync(client, "/readyz", key: null));
        Assert.Contains("reasons", (await GetAsync(client, "/readyz", Key)).Text, StringComparison.Ordinal);
        // A key that is tried there is counted as anywhere.
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i <= 10; i++) answers.Add(await StatusAsync(client, "/readyz", $"{Key}{i}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address, string? key) => (await GetAsync(client, address, key)).Status;

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient client, string address, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var answer = await client.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
