using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Streams COPY TO STDOUT of one server into COPY FROM STDIN of another. Memory is one buffer, whatever the size of the table.
/// </summary>
/// <remarks>
/// A writer that is merely disposed *completes* the COPY: on any error the import is cancelled first, otherwise half a table
/// would pass for a whole one.
/// </remarks>
public static class CopyPipe
{
    private const int BufferSize = 1 << 17;

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
        try
        {
            // The streams below: bytes pass as they are, nothing is decoded.
            return await PumpAsync(from, ((StreamReader)output).BaseStream, to, ((StreamWriter)input).BaseStream, rowsCopied, cancellation);
        }
        catch
        {
            await TryCancelAsync(((NpgsqlRawCopyStream)((StreamWriter)input).BaseStream).CancelAsync);
            throw;
        }
    }

    private static async Task<long> PumpAsync(NpgsqlConnection source, Stream from, NpgsqlConnection target, Stream to, Action<long>? rowsCopied, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        long lines = 0;
        int read;
        while ((read = await AtAsync(source, from.ReadAsync(buffer, cancellation).AsTask())) > 0)
        {
            await AtAsync(target, WriteAsync(to, buffer.AsMemory(0, read), cancellation));
            var count = buffer.AsSpan(0, read).Count((byte)'\n');
            lines += count;
            rowsCopied?.Invoke(count);
        }

        return lines;
    }

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
