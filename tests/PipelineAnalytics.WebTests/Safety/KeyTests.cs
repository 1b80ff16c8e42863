using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>A dashboard with an access key shows nothing to whoever has not given it.</summary>
public sealed class KeyTests(KeyFixture door) : IClassFixture<KeyFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "%2F")]
    [InlineData("/engagement?structure=MILO&du=2025-06-02", "%2Fengagement%3Fstructure%3DMILO%26du%3D2025-06-02")]
    [InlineData("/api", "%2Fapi")]
    public async Task A_browser_without_the_key_is_asked_for_it_and_comes_back_to_where_it_wanted_to_go(string address, string retour)
    {
        using var answer = await SendAsync(address, accept: "text/html,application/xhtml+xml");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/connexion?retour={retour}", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/openapi.json")]
    [InlineData("/CONNEXIONS")]
    [InlineData("/connexion/../api")]
    [InlineData("/assets/../api")]
    [InlineData("/%2e%2e/api")]
    [InlineData("//api")]
    public async Task A_program_without_the_key_is_refused(string address)
    {
        using var answer = await SendAsync(address);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Contains("Authorization: Bearer", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer", "une-longue-cle-que-personne-ne-devin", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", "", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", KeyFixture.Key, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", KeyFixture.Key, HttpStatusCode.OK)]
    public async Task A_program_gives_the_key_as_a_bearer(string scheme, string key, HttpStatusCode expected)
    {
        using var answer = await SendAsync("/api", authorization: $"{scheme} {key}");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task The_wrong_key_is_refused_without_a_cookie_and_said_so()
    {
        using var answer = await door.EnterAsync(KeyFixture.Key + " ");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(Cookies(answer), static c => c.StartsWith("pipeline-analytics=", StringComparison.Ordinal));
        Assert.Contains("Ce n'est pas la clé d'accès", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_key_lets_in_by_a_cookie_that_no_script_reads_and_no_other_site_sends()
    {
        using var entered = await door.EnterAsync(KeyFixture.Key, "/api");
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        Assert.EndsWith("/api", entered.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var cookie = Assert.Single(Cookies(entered), static c => c.StartsWith("pipeline-analytics=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        using var inside = await SendAsync("/", accept: "text/html", cookie: cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        using var forged = await SendAsync("/", cookie: cookie.Split(';')[0] + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Theory]
    [InlineData("//ailleurs.example")]
    [InlineData("/\\ailleurs.example")]
    [InlineData("https://ailleurs.example/")]
    [InlineData("ailleurs.example")]
    [InlineData("/\t/ailleurs.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Whoever_gave_the_key_is_sent_to_no_other_site(string retour)
    {
        using var answer = await door.EnterAsync(KeyFixture.Key, retour);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var there = new Uri(door.Dashboard.Address, answer.Headers.Location!.OriginalString);
        Assert.Equal(door.Dashboard.Address.Authority, there.Authority);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_whatever_the_key()
    {
        using var answer = await door.EnterAsync(KeyFixture.Key, withToken: false);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(Cookies(answer), static c => c.StartsWith("pipeline-analytics=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_key_any_name_of_the_machine_will_do()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        request.Headers.Host = "tableau.interne.example";
        request.Headers.Authorization = AuthenticationHeaderValue.Parse($"Bearer {KeyFixture.Key}");
        using var client = door.Dashboard.Client();
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    private async Task<HttpResponseMessage> SendAsync(string address, string? accept = null, string? authorization = null, string? cookie = null)
    {
        using var client = door.Dashboard.Client();
        // As it is written: the client would tidy dots away, which whoever attacks does not.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{door.Dashboard.Address.GetLeftPart(UriPartial.Authority)}{address}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request, Cancellation);
    }
}
