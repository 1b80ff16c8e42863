using System.Net;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>Behind a reverse proxy that says who was let in.</summary>
public sealed class ProxyTests(DashboardFixture data)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whom_the_proxy_names_is_let_in_and_nobody_else()
    {
        var dashboard = await data.ServeAsync(("Pipeline__Web__EnTete", "X-Forwarded-User"));
        using var client = dashboard.Client();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "X-Forwarded-User", "camille"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "X-Forwarded-User", ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "X-Forwarded-Mail", "camille"));
        // There is no key to give: none is right.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "Authorization", "Bearer "));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.TryAddWithoutValidation(header, value);
        // The proxy's public name.
        request.Headers.Host = "tableau.example";
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
