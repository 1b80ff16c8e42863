using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>An OpenTelemetry collector on this machine, as far as a test needs one: keeps what it is sent by HTTP.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, string Text)> received = new();
    private readonly Task serving;

    public TraceCollector()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>Names stand in protobuf as their bytes.</summary>
    public bool Has(string path, string name) => received.Any(r => r.Path == path && r.Text.Contains(name, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
