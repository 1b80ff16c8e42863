namespace PipelineAnalytics.Host.Cli;

/// <summary>The word that somebody who mistyped had in mind.</summary>
internal static class Nearest
{
    /// <returns>The end of a sentence: "; did you mean …?", or a full stop when no word is near.</returns>
    public static string Hint(string written, IEnumerable<string> known)
    {
        var best = known.MinBy(word => Distance(written, word));
        return best is not null && Distance(written, best) <= Math.Max(1, written.Length / 3) ? $"; did you mean {best}?" : ".";
    }

    /// <summary>How many letters must be added, dropped or changed (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]);
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + (same ? 0 : 1));
            }

            above = row;
        }

        return above[^1];
    }
}
