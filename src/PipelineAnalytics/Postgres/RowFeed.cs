using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Reads a table by COPY, in parts if there are several, as many at once as there are connections; gives it on in chunks that end where a row
/// ends, so that the parts may be mixed. The next chunks are read while one is written.
/// </summary>
/// <remarks>Of a row that is larger than a chunk all chunks follow each other, and no other part comes between: memory does not grow with rows.</remarks>
internal sealed class RowFeed(IReadOnlyList<NpgsqlConnection> connections, IEnumerable<string> parts, CopyFormat format) : IDisposable
{
    private readonly ConcurrentQueue<string> left = new(parts);
    private readonly Channel<Chunk> chunks = Channel.CreateBounded<Chunk>(connections.Count);
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="Rows">That end in it.</param>
    public readonly record struct Chunk(byte[] Buffer, int Length, long Rows)
    {
        public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);
    }

    /// <summary>A chunk is valid until the next is asked for.</summary>
    public async IAsyncEnumerable<Chunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = ReadAllAsync(stop.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellation))
            {
                yield return chunk;
                ArrayPool<byte>.Shared.Return(chunk.Buffer);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Never fails itself: whoever takes the chunks gets the first error.</summary>
    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        try
        {
            await SideBySide.RunAsync(cancellation, [.. connections.Select<NpgsqlConnection, Func<CancellationToken, Task>>(c => token => ReadPartsAsync(c, token))]);
            chunks.Writer.Complete();
        }
        catch (Exception e)
        {
            chunks.Writer.Complete(e);
        }
    }

    private async Task ReadPartsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            while (left.TryDequeue(out var part)) await ReadPartAsync(connection, part, cancellation);
        }
        catch (Exception e) when (ErrorPlace.Note(e, connection))
        {
            throw;
        }
    }

    private async Task ReadPartAsync(NpgsqlConnection connection, string part, CancellationToken cancellation)
    {
        await using var output = await CopyPipe.ExportAsync(connection, part, format, cancellation);
        try
        {
            await ReadChunksAsync(output.Stream, cancellation);
        }
        catch
        {
            await output.CancelAsync();
            throw;
        }
    }

    private async Task ReadChunksAsync(Stream stream, CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(new byte[format.Frame.Before.Length], cancellation);
        var (scanner, mine) = (format.Scan(), false);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyPipe.BufferSize);
        for (int kept = 0, filled; ; kept = filled)
        {
            filled = kept + await stream.ReadAtLeastAsync(buffer.AsMemory(kept), buffer.Length - kept, throwOnEndOfStream: false, cancellation);
            var (before, isLast) = (scanner.Rows, filled < buffer.Length);
            var ended = scanner.Read(buffer.AsSpan(kept, filled - kept));
            var whole = ended > 0 ? kept + ended : isLast ? 0 : filled;
            var next = ArrayPool<byte>.Shared.Rent(CopyPipe.BufferSize);
            buffer.AsSpan(whole, filled - whole).CopyTo(next);
            // Not given back when a read fails: another part's rows in the middle of this one would be an error of the target, told before ours.
            if (!mine) await turn.WaitAsync(cancellation);
            mine = true;
            if (whole > 0) await chunks.Writer.WriteAsync(new Chunk(buffer, whole, scanner.Rows - before), cancellation);
            if (ended > 0 || isLast) mine = Release();
            (buffer, filled) = (next, filled - whole);
            if (isLast) return;
        }
    }

    private bool Release()
    {
        turn.Release();
        return false;
    }
}
