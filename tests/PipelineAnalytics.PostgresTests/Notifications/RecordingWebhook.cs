using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace PipelineAnalytics.PostgresTests.Notifications;

/// <summary>What the webhook does with a message.</summary>
internal enum Answer
{
    Ok,
    Broken,
    Unknown,
    Hang,
    Close,
}

/// <summary>A chat's incoming webhook on this machine: keeps what it is sent, and misbehaves when it is told to.</summary>
internal sealed class RecordingWebhook : IAsyncDisposable
{
    public const string Secret = "tr0p-secret";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> taken = new();
    private readonly Channel<string> received = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource ended = new();
    private readonly Task accepting;

    public RecordingWebhook()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hooks/{Secret}";

    /// <summary>What it does, by the text of the message.</summary>
    public Func<string, Answer> Answers { get; set; } = static _ => Answer.Ok;

    /// <summary>The texts of the messages that it took, in their order.</summary>
    public IReadOnlyList<string> Taken => [.. taken];

    /// <summary>The next request that has arrived, whatever becomes of it.</summary>
    public ValueTask<string> ArrivedAsync(CancellationToken cancellation) => received.Reader.ReadAsync(cancellation);

    public int Arrived => received.Reader.Count;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting;
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(ended.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var text = await ReadAsync(stream);
                var answer = Answers(text);
                if (answer == Answer.Ok) taken.Enqueue(text);
                await received.Writer.WriteAsync(text, ended.Token);
                if (answer == Answer.Hang) await Task.Delay(Timeout.Infinite, ended.Token);
                if (answer == Answer.Close) return;
                var status = answer switch { Answer.Ok => "200 OK", Answer.Unknown => "404 Not Found", _ => "500 Internal Server Error" };
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"), ended.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }
        }
    }

    /// <summary>The message's text: nothing else is in its JSON.</summary>
    private async Task<string> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var request = await reader.ReadLineAsync(ended.Token);
        var length = 0;
        while (await reader.ReadLineAsync(ended.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(header.AsSpan("Content-Length:".Length), null);
        }

        if (request != $"POST /hooks/{Secret} HTTP/1.1") throw new IOException($"Unexpected: {request}");
        // All that is not ASCII is escaped: characters are bytes.
        var body = new char[length];
        await reader.ReadBlockAsync(body, ended.Token);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(new string(body))!.Single(p => p.Key == "text").Value;
    }
}
