using PipelineAnalytics.Postgres;
using Xunit;

namespace PipelineAnalytics.Tests.Postgres;

/// <summary>Where rows end, whatever the pieces in which they come.</summary>
public sealed class CopyFormatTests
{
    /// <summary>Three rows: two fields (one null); none at all; one whose bytes look like lengths.</summary>
    private static readonly byte[][] Tuples =
    [
        [0, 2, 0, 0, 0, 3, 1, 2, 3, 0xff, 0xff, 0xff, 0xff],
        [0, 0],
        [0, 1, 0, 0, 0, 5, 0, 1, 0xff, 0xff, 0],
        [0, 1, 0, 0, 0, 0],
    ];

    [Fact]
    public void Binary_rows_are_found_in_pieces_of_any_size()
    {
        byte[] stream = [.. Tuples.SelectMany(t => t), .. CopyFormat.Binary.Frame.After];
        var ends = Tuples.Select((_, i) => Tuples.Take(i + 1).Sum(t => t.Length)).ToList();
        for (var piece = 1; piece <= stream.Length; piece++)
        {
            var scanner = CopyFormat.Binary.Scan();
            for (var at = 0; at < stream.Length; at += piece)
            {
                var to = Math.Min(at + piece, stream.Length);
                var last = ends.LastOrDefault(e => e > at && e <= to);
                Assert.Equal(last == 0 ? 0 : last - at, scanner.Read(stream.AsSpan(at, to - at)));
            }

            Assert.Equal(Tuples.Length, scanner.Rows);
        }
    }

    [Theory]
    [InlineData("a\tb\nc\\n", 4, 1)]
    [InlineData("a", 0, 0)]
    [InlineData("\n\n", 2, 2)]
    public void Text_rows_end_at_newlines(string text, int ended, int rows)
    {
        var scanner = CopyFormat.Text.Scan();
        Assert.Equal(ended, scanner.Read(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal(rows, scanner.Rows);
    }
}
