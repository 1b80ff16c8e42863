using System.Net;
using System.Text.RegularExpressions;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>A dashboard that asks for a key, on all addresses of the machine.</summary>
public sealed partial class KeyFixture(DashboardFixture data) : IAsyncLifetime
{
    public const string Key = "une-longue-cle-que-personne-ne-devine";

    public ServedDashboard Dashboard { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Dashboard = await data.ServeAsync(("Pipeline__Web__Cle", Key), ("Pipeline__Web__Adresse", "http://0.0.0.0:0"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>As a browser does: the form is fetched, then sent back with what it holds.</summary>
    /// <param name="key">Null: left out.</param>
    /// <param name="withToken">Whether the form's token and its cookie go along.</param>
    public async Task<HttpResponseMessage> EnterAsync(string? key, string? retour = null, bool withToken = true)
    {
        using var client = Dashboard.Client();
        var address = retour is null ? "/connexion" : $"/connexion?retour={Uri.EscapeDataString(retour)}";
        using var form = await client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        var html = await form.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var post = new HttpRequestMessage(HttpMethod.Post, address);
        var fields = new Dictionary<string, string> { ["_handler"] = "connexion" };
        if (key is not null) fields["Cle"] = key;
        if (withToken)
        {
            fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
            post.Headers.Add("Cookie", form.Headers.GetValues("Set-Cookie").Select(static c => c.Split(';')[0]));
        }

        post.Content = new FormUrlEncodedContent(fields);
        return await client.SendAsync(post, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
