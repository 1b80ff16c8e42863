using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>
/// An incoming webhook of Mattermost or Slack, which take the same JSON: <c>{"text": "…"}</c>. Its address is a secret, for whoever
/// knows it may write there: this type shows <see cref="Place"/> and keeps the rest.
/// </summary>
public sealed class Webhook
{
    private const string Setting = "Pipeline__Notification__Webhook";

    private readonly Uri address;

    private Webhook(Uri address) => this.address = address;

    /// <summary>The address without its secret, for messages: scheme and host.</summary>
    public string Place => $"{address.Scheme}://{address.Host}";

    /// <summary>Slack writes bold, and escapes, in its own way.</summary>
    internal ChatDialect Dialect => address.Host.Contains("slack", StringComparison.OrdinalIgnoreCase) ? ChatDialect.Slack : ChatDialect.Mattermost;

    /// <returns>Null when the setting is not given: nobody is told.</returns>
    /// <exception cref="PipelineException">Exit code 2: it is no address of the web.</exception>
    public static Webhook? Of(PipelineSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.Notification.Webhook)) return null;
        return Uri.TryCreate(settings.Notification.Webhook.Trim(), UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Host.Length: > 0 }
            ? new Webhook(address)
            : throw PipelineException.Misused($"{Setting} is no address: write it as the chat gives it, https://… (it is not repeated here, for it is a secret).");
    }

    public override string ToString() => Place;

    /// <summary>Posts a message.</summary>
    /// <returns>Null when it was taken; otherwise why not, without the address.</returns>
    internal async Task<Refusal?> PostAsync(HttpClient http, string text, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(new JsonObject { ["text"] = text }) };
            // Some small servers do not take a body in chunks.
            await request.Content.LoadIntoBufferAsync(cancellation);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode ? null : new Refusal($"it answered {(int)response.StatusCode}", IsOfThisMessage(response.StatusCode));
        }
        catch (HttpRequestException e)
        {
            return new Refusal(Why(e), OfThisMessage: false);
        }
    }

    private static bool IsOfThisMessage(HttpStatusCode code) =>
        (int)code is >= 400 and < 500 && code is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    /// <summary>The library's own words may hold the address.</summary>
    private static string Why(HttpRequestException e) => e switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } => "its host is not known",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection could be made",
        { InnerException: SocketException s } => s.Message,
        { HttpRequestError: not HttpRequestError.Unknown } => $"the connection failed ({e.HttpRequestError})",
        _ => "the connection failed",
    };
}

/// <summary>Why a message was not taken.</summary>
/// <param name="OfThisMessage">Whether the webhook lives and refused this message: others may be taken.</param>
internal sealed record Refusal(string Why, bool OfThisMessage);
