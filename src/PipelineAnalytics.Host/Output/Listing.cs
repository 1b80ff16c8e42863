namespace PipelineAnalytics.Host.Output;

/// <summary>Cells in columns. A row is one line, whatever the width: the table of the console library would wrap cells, and fill lines with blanks.</summary>
/// <param name="shrinks">When rows are too long, these columns are shortened, with an ellipsis, one after the other, each down to its least width.</param>
/// <param name="headings">One with a leading <c>&gt;</c> is that of numbers, which stand on the right.</param>
internal sealed class Listing((int Column, int Least)[] shrinks, params string[] headings)
{
    public const int Gap = 2;

    private readonly List<string[]> rows = [[.. headings.Select(heading => heading.TrimStart('>'))]];

    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>The headings and the rows as they are written, cell by cell, blanks between cells included and none at a row's end.</summary>
    public IReadOnlyList<string[]> Lay(int width)
    {
        var widths = headings.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var (column, least) in shrinks)
        {
            var excess = widths.Sum() + Gap * (widths.Length - 1) - width;
            if (excess > 0) widths[column] = Math.Min(widths[column], Math.Max(least, widths[column] - excess));
        }

        return [.. rows.Select(row => Lay(row, widths))];
    }

    private string[] Lay(string[] row, int[] widths)
    {
        var last = Array.FindLastIndex(row, cell => cell.Length > 0);
        var cells = row.Take(last + 1).Select((cell, column) =>
        {
            var text = Wording.Shorten(cell, widths[column]);
            var gap = column == last ? 0 : Gap;
            if (headings[column].StartsWith('>')) return text.PadLeft(widths[column]) + new string(' ', gap);
            return column == last ? text : text.PadRight(widths[column] + gap);
        });
        return [.. cells];
    }
}
