using System.Buffers.Binary;

namespace PipelineAnalytics.Postgres;

/// <summary>How COPY writes rows, and where one ends.</summary>
internal abstract class CopyFormat
{
    /// <summary>For any type.</summary>
    public static readonly CopyFormat Text = new TextFormat();

    /// <summary>A third cheaper for both servers; for types whose binary form holds no number that is a server's own (an enum array's, say).</summary>
    public static readonly CopyFormat Binary = new BinaryFormat();

    /// <summary>What stands before the rows, and after them, once for a table however many parts it is read in.</summary>
    public abstract (byte[] Before, byte[] After) Frame { get; }

    /// <summary>For the options of COPY.</summary>
    public abstract string Name { get; }

    /// <summary>Reads on from where it was: to be used for one part, from its first row.</summary>
    public abstract Scanner Scan();

    internal abstract class Scanner
    {
        public long Rows { get; protected set; }

        /// <returns>How many of these bytes belong to rows that have ended; 0 when none ends here.</returns>
        public abstract int Read(ReadOnlySpan<byte> bytes);
    }

    private sealed class TextFormat : CopyFormat
    {
        public override (byte[], byte[]) Frame => ([], []);

        public override string Name => "text";

        public override Scanner Scan() => new Lines();

        /// <summary>A newline within a value is written as \n, two characters: a real one ends a row.</summary>
        private sealed class Lines : Scanner
        {
            public override int Read(ReadOnlySpan<byte> bytes)
            {
                Rows += bytes.Count((byte)'\n');
                return bytes.LastIndexOf((byte)'\n') + 1;
            }
        }
    }

    private sealed class BinaryFormat : CopyFormat
    {
        /// <summary>The signature, no flags, no extension; in place of a row's number of fields, -1.</summary>
        public override (byte[], byte[]) Frame => ([.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0], [0xff, 0xff]);

        public override string Name => "binary";

        public override Scanner Scan() => new Tuples();

        /// <summary>A row is its number of fields (2 bytes), then for each its length (4 bytes, -1 for null) and as many bytes.</summary>
        private sealed class Tuples : Scanner
        {
            private const int None = -1;

            /// <summary>Bytes of the present value that are still to come.</summary>
            private int value;

            /// <summary>Fields of the present row that are still to come; none between rows.</summary>
            private int fields = None;

            /// <summary>A number that began in the bytes before: what is known of it, and how many of its bytes that is.</summary>
            private int number, known;

            public override int Read(ReadOnlySpan<byte> bytes)
            {
                var ended = 0;
                for (var at = 0; at < bytes.Length;)
                {
                    if (value > 0)
                    {
                        var step = Math.Min(value, bytes.Length - at);
                        (value, at) = (value - step, at + step);
                    }
                    else if (!TryNumber(bytes, ref at, fields == None ? 2 : 4, out var next))
                    {
                        break;
                    }
                    else if (fields == None)
                    {
                        // The end of all rows.
                        if ((short)next == -1) return ended;
                        fields = (short)next;
                    }
                    else
                    {
                        (value, fields) = (Math.Max(next, 0), fields - 1);
                    }

                    if (value > 0 || fields != 0) continue;
                    (fields, ended) = (None, at);
                    Rows++;
                }

                return ended;
            }

            private bool TryNumber(ReadOnlySpan<byte> bytes, ref int at, int size, out int result)
            {
                if (known == 0 && bytes.Length - at >= size)
                {
                    result = size == 2 ? BinaryPrimitives.ReadInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
                    at += size;
                    return true;
                }

                while (known < size && at < bytes.Length) (number, known) = ((number << 8) | bytes[at++], known + 1);
                result = number;
                if (known < size) return false;
                (number, known) = (0, 0);
                return true;
            }
        }
    }
}
