namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Whether somebody can be told of a failure. Nothing is posted, and the address is told without its path, which is the secret.</summary>
internal sealed class WebhookCheck : ICheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public string Subject => "webhook";

    public string What => "webhook";

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        var text = examination.Settings.Notification.Webhook;
        if (string.IsNullOrWhiteSpace(text))
        {
            findings.Attention("none is set: nobody is told of a night that fails", "set Pipeline__Notification__Webhook to an incoming webhook of Mattermost or Slack");
            return;
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            findings.Fault("Pipeline__Notification__Webhook is no URL (it is not repeated here, being a secret)", "write https://host/…, as Mattermost or Slack shows it");
            return;
        }

        var place = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (url.Scheme == "http") findings.Attention($"{place}: http carries the webhook's secret in clear", "write https://");
        if (await WhyNotAsync(new Uri(place), cancellation) is { } why) findings.Attention($"{place} cannot be reached: {why}", "check the host, a proxy (HTTPS_PROXY) and the firewall; failures would not be told");
        else findings.Ok($"{place} answers; nothing was posted, so whether the address itself is right is not known");
    }

    /// <summary>The root of the server, not the webhook: an answer of any kind shows that name, route and certificate are right.</summary>
    private static async Task<string?> WhyNotAsync(Uri root, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Limit };
        try
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, root), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return null;
        }
        catch (HttpRequestException e)
        {
            return (e.InnerException ?? e).Message.TrimEnd('.');
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {Limit.TotalSeconds} s";
        }
    }
}
