using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>A wire between a client and a server on this machine, that can be cut: both ends see their connections reset.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, (Socket Client, Socket Server)> wires = new();
    private readonly CancellationTokenSource ended = new();
    private readonly IPEndPoint server;
    private readonly Task accepting;
    private int wiresMade;

    public CuttableProxy(int serverPort)
    {
        server = new IPEndPoint(IPAddress.Loopback, serverPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cuts what is connected now; new connections pass.</summary>
    public int Cut()
    {
        var cut = 0;
        foreach (var number in wires.Keys)
        {
            if (!wires.TryRemove(number, out var wire)) continue;
            Reset(wire.Client);
            Reset(wire.Server);
            cut++;
        }

        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(ended.Token);
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var to = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var number = Interlocked.Increment(ref wiresMade);
        try
        {
            await to.ConnectAsync(server, ended.Token);
            wires[number] = (client, to);
            await Task.WhenAny(PumpAsync(client, to), PumpAsync(to, client));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
        }

        // One side is gone: so is the other, for it.
        wires.TryRemove(number, out _);
        client.Dispose();
        to.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }

        socket.Dispose();
    }
}
