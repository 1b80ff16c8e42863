using System.Buffers;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Streams COPY TO STDOUT of one server into COPY FROM STDIN of another. Memory is a few buffers, whatever the size of the table: one
/// is filled from the first server while another goes to the second.
/// </summary>
/// <remarks>
/// A writer that is merely disposed *completes* the COPY: on any error the import is cancelled first, otherwise half a table
/// would pass for a whole one.
/// </remarks>
public static class CopyPipe
{
    /// <summary>Bytes. A server sends each row as a message of its own; handed on one by one, a third of the time went into the handing.</summary>
    internal const int BufferSize = 1 << 18;

    /// <summary>Binary format: for column lists whose types are known to be equal on both sides.</summary>
    public static async Task BinaryAsync(NpgsqlConnection from, string copyTo, NpgsqlConnection to, string copyFrom, CancellationToken cancellation)
    {
        await using var output = await AtAsync(from, from.BeginRawBinaryCopyAsync(copyTo, cancellation));
        await using var input = await AtAsync(to, to.BeginRawBinaryCopyAsync(copyFrom, cancellation));
        try
        {
            await PumpAsync(from, output, to, input, cancellation);
        }
        catch
        {
            await TryCancelAsync(input.CancelAsync);
            throw;
        }
    }

    /// <summary>Copies a table, in parts if there are several.</summary>
    /// <param name="from">Each reads a part at a time.</param>
    /// <param name="parts">COPY TO STDOUT statements of the format that are one table together.</param>
    /// <param name="to">Where the rows go.</param>
    /// <param name="copyFrom">A COPY FROM STDIN statement of the same format.</param>
    /// <param name="format">The same for all.</param>
    /// <param name="rowsCopied">Told of each chunk's rows.</param>
    /// <param name="cancellation">Leaves nothing in the target.</param>
    /// <returns>The rows copied.</returns>
    internal static async Task<long> RowsAsync(IReadOnlyList<NpgsqlConnection> from, IEnumerable<string> parts, NpgsqlConnection to, string copyFrom, CopyFormat format, Action<long>? rowsCopied, CancellationToken cancellation)
    {
        var input = await AtAsync(to, ImportAsync(to, copyFrom, format, cancellation));
        await using var _ = input.Owner;
        var (before, after) = format.Frame;
        long rows = 0;
        try
        {
            await AtAsync(to, WriteAsync(input.Stream, before, cancellation));
            using var feed = new RowFeed(from, parts, format);
            await foreach (var chunk in feed.ReadAsync(cancellation))
            {
                await AtAsync(to, WriteAsync(input.Stream, chunk.Bytes, cancellation));
                rows += chunk.Rows;
                rowsCopied?.Invoke(chunk.Rows);
            }

            await AtAsync(to, WriteAsync(input.Stream, after, cancellation));
            return rows;
        }
        catch
        {
            await TryCancelAsync(input.Stream.CancelAsync);
            throw;
        }
    }

    /// <summary>The stream of the bytes as they are: nothing is decoded. Disposing the owner of an import completes the COPY.</summary>
    private static async Task<(NpgsqlRawCopyStream Stream, IAsyncDisposable Owner)> ImportAsync(NpgsqlConnection to, string copyFrom, CopyFormat format, CancellationToken cancellation)
    {
        if (format == CopyFormat.Binary)
        {
            var stream = await to.BeginRawBinaryCopyAsync(copyFrom, cancellation);
            return (stream, stream);
        }

        var writer = (StreamWriter)await to.BeginTextImportAsync(copyFrom, cancellation);
        return ((NpgsqlRawCopyStream)writer.BaseStream, writer);
    }

    internal static async Task<Export> ExportAsync(NpgsqlConnection from, string copyTo, CopyFormat format, CancellationToken cancellation)
    {
        if (format == CopyFormat.Binary) return new Export(await from.BeginRawBinaryCopyAsync(copyTo, cancellation));
        return new Export((NpgsqlRawCopyStream)((StreamReader)await from.BeginTextExportAsync(copyTo, cancellation)).BaseStream);
    }

    /// <summary>A COPY TO STDOUT that is read.</summary>
    internal sealed class Export(NpgsqlRawCopyStream stream) : IAsyncDisposable
    {
        private bool cancelled;

        public Stream Stream => stream;

        /// <summary>Merely disposed, it would read the rest of the table, and throw it away, before the connection is free.</summary>
        public async Task CancelAsync()
        {
            cancelled = true;
            await TryCancelAsync(stream.CancelAsync);
        }

        public ValueTask DisposeAsync() => cancelled ? ValueTask.CompletedTask : stream.DisposeAsync();
    }

    private static async Task PumpAsync(NpgsqlConnection source, Stream from, NpgsqlConnection target, Stream to, CancellationToken cancellation)
    {
        var (full, free) = (ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize));
        try
        {
            var count = await AtAsync(source, FillAsync(from, full, cancellation));
            while (count > 0)
            {
                var writing = AtAsync(target, WriteAsync(to, full.AsMemory(0, count), cancellation));
                var reading = AtAsync(source, FillAsync(from, free, cancellation));
                // Both are waited for, whichever fails: a buffer goes back to the pool only when nobody reads or writes it.
                await Task.WhenAll(writing, reading);
                (full, free, count) = (free, full, await reading);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(full);
            ArrayPool<byte>.Shared.Return(free);
        }
    }

    /// <returns>Less than a whole buffer only at the end of the stream.</returns>
    private static async Task<int> FillAsync(Stream from, byte[] buffer, CancellationToken cancellation) =>
        await from.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);

    private static async Task<int> WriteAsync(Stream to, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await to.WriteAsync(bytes, cancellation);
        return bytes.Length;
    }

    private static async Task<T> AtAsync<T>(NpgsqlConnection connection, Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception e) when (ErrorPlace.Note(e, connection))
        {
            throw;
        }
    }

    /// <summary>The first error is the one to tell: a connection that is already gone cannot be cancelled, and need not be.</summary>
    private static async Task TryCancelAsync(Func<Task> cancel)
    {
        try
        {
            await cancel();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or InvalidOperationException or IOException)
        {
        }
    }
}
