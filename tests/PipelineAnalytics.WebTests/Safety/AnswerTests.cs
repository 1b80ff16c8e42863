using System.Net;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>What every answer bears, and whom it is not given to.</summary>
public sealed class AnswerTests(DashboardFixture data)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Addresses => [.. PageList.Addresses, "/api", "/api/openapi.json", "/connexion", "/nulle-part"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Answers_forbid_whatever_comes_from_elsewhere_or_stands_in_the_page(string address)
    {
        using var client = data.Dashboard.Client();
        using var answer = await client.GetAsync(address, Cancellation);
        var policy = Header(answer, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("style-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("ailleurs.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.ailleurs.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.ailleurs.example", HttpStatusCode.BadRequest)]
    [InlineData("192.0.2.1", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task A_name_that_only_points_here_is_refused_where_nobody_is_asked_for_a_key(string host, HttpStatusCode expected)
    {
        using var client = data.Dashboard.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        request.Headers.Host = $"{host}:{data.Address.Port}";
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_asks_without_end_is_told_to_wait_and_nobody_else_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8 at hand.");
        using var flooding = data.Dashboard.Client("127.0.0.9");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5000 && !statuses.Contains(HttpStatusCode.TooManyRequests); i += 50)
        {
            statuses.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                using var answer = await flooding.GetAsync("/nulle-part", Cancellation);
                return answer.StatusCode;
            })));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var other = data.Dashboard.Client("127.0.0.10");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Whoever_tries_keys_is_stopped_after_a_few()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8 at hand.");
        using var guessing = data.Dashboard.Client("127.0.0.11");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            using var answer = await guessing.PostAsync("/connexion", new FormUrlEncodedContent([KeyValuePair.Create("Cle", $"essai {i}")]), Cancellation);
            statuses.Add(answer.StatusCode);
        }

        Assert.All(statuses[..10], static s => Assert.Equal(HttpStatusCode.BadRequest, s));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[10]);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));
}
