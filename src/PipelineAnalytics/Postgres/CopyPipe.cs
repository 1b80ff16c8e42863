using System.Buffers;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Streams COPY TO STDOUT of one server into COPY FROM STDIN of another. Memory is two buffers, whatever the size of the table: one
/// is filled from the first server while the other goes to the second.
/// </summary>
/// <remarks>
/// A writer that is merely disposed *completes* the COPY: on any error the import is cancelled first, otherwise half a table
/// would pass for a whole one.
/// </remarks>
public static class CopyPipe
{
    /// <summary>Bytes. A server sends each row as a message of its own; handed on one by one, a third of the time went into the handing.</summary>
    private const int BufferSize = 1 << 18;

    /// <summary>Binary format: for column lists whose types are known to be equal on both sides.</summary>
    public static async Task BinaryAsync(NpgsqlConnection from, string copyTo, NpgsqlConnection to, string copyFrom, CancellationToken cancellation)
    {
        await using var output = await AtAsync(from, from.BeginRawBinaryCopyAsync(copyTo, cancellation));
        await using var input = await AtAsync(to, to.BeginRawBinaryCopyAsync(copyFrom, cancellation));
        try
        {
            await PumpAsync(from, output, to, input, null, cancellation);
        }
        catch
        {
            await TryCancelAsync(input.CancelAsync);
            throw;
        }
    }

    /// <summary>Text format: for any type, since a value's binary form may hold numbers (of an enum's type, say) that differ between servers.</summary>
    /// <returns>The rows copied: in text format each is one line.</returns>
    public static async Task<long> TextAsync(NpgsqlConnection from, string copyTo, NpgsqlConnection to, string copyFrom, Action<long>? rowsCopied, CancellationToken cancellation)
    {
        using var output = await AtAsync(from, from.BeginTextExportAsync(copyTo, cancellation));
        await using var input = await AtAsync(to, to.BeginTextImportAsync(copyFrom, cancellation));
        long lines = 0;
        try
        {
            // The streams below: bytes pass as they are, nothing is decoded.
            await PumpAsync(from, ((StreamReader)output).BaseStream, to, ((StreamWriter)input).BaseStream, bytes =>
            {
                var count = bytes.Count((byte)'\n');
                lines += count;
                rowsCopied?.Invoke(count);
            }, cancellation);
            return lines;
        }
        catch
        {
            await TryCancelAsync(((NpgsqlRawCopyStream)((StreamWriter)input).BaseStream).CancelAsync);
            throw;
        }
    }

    private delegate void Passing(ReadOnlySpan<byte> bytes);

    private static async Task PumpAsync(NpgsqlConnection source, Stream from, NpgsqlConnection target, Stream to, Passing? passing, CancellationToken cancellation)
    {
        var (full, free) = (ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize));
        try
        {
            var count = await AtAsync(source, FillAsync(from, full, cancellation));
            while (count > 0)
            {
                passing?.Invoke(full.AsSpan(0, count));
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
