using System.Text;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>Compares rows as multisets, so that a row twice is not a row once, and says in a few lines where they differ.</summary>
public static class Difference
{
    private const int Shown = 10;

    /// <returns>Null when all is equal; else a message for <c>Assert.Fail</c>.</returns>
    public static string? Between(AnalyticsContents expected, AnalyticsContents actual)
    {
        string?[] differences =
        [
            Between("evenement_engagement", expected.Evenements, actual.Evenements),
            Between("analytics_fonctionnalites", expected.Fonctionnalites, actual.Fonctionnalites),
            Between("analytics_fonctionnalites_demarches_ia", expected.FonctionnalitesDemarchesIa, actual.FonctionnalitesDemarchesIa),
            Between("analytics_engagement", expected.Engagement, actual.Engagement),
            Between("analytics_engagement_national", expected.EngagementNational, actual.EngagementNational),
        ];
        var found = differences.Where(difference => difference is not null).ToList();
        return found.Count == 0 ? null : string.Join('\n', found);
    }

    public static string? Between<T>(string table, IReadOnlyList<T> expected, IReadOnlyList<T> actual)
        where T : notnull
    {
        var missing = Without(expected, actual);
        var extra = Without(actual, expected);
        return missing.Count + extra.Count == 0 ? null : Message(table, missing, extra, expected.Count);
    }

    private static List<T> Without<T>(IReadOnlyList<T> rows, IReadOnlyList<T> others)
        where T : notnull
    {
        var left = others.GroupBy(row => row).ToDictionary(same => same.Key, same => same.Count());
        var alone = new List<T>();
        foreach (var row in rows)
        {
            if (left.TryGetValue(row, out var count) && count > 0)
            {
                left[row] = count - 1;
            }
            else
            {
                alone.Add(row);
            }
        }

        return alone;
    }

    private static string Message<T>(string table, List<T> missing, List<T> extra, int expected)
        where T : notnull
    {
        // A row starts with its group: sorted, what is expected of a group and what was found stand one above the other.
        var lines = missing.Select(row => (Row: RowText.Of(row), Sign: "missing"))
            .Concat(extra.Select(row => (Row: RowText.Of(row), Sign: "extra  ")))
            .OrderBy(line => line.Row, StringComparer.Ordinal)
            .ToList();
        var text = new StringBuilder($"{table}: {missing.Count} missing, {extra.Count} extra, {expected} expected");
        foreach (var (row, sign) in lines.Take(Shown))
        {
            text.Append("\n  ").Append(sign).Append(' ').Append(row);
        }

        return lines.Count > Shown ? text.Append($"\n  and {lines.Count - Shown} more").ToString() : text.ToString();
    }
}
