using System.Text.RegularExpressions;

namespace PipelineAnalytics.Web.Pages.Dictionnaire;

/// <summary>What the text of a model or a check says of itself: the words of its header, and the relations that it reads.</summary>
public static partial class ModeleSql
{
    /// <summary>The header, without the lines of the parameters: a line goes on in the next one until it ends in a full stop.</summary>
    public static IReadOnlyList<string> Entete(string sql)
    {
        var words = new List<string>();
        foreach (var line in sql.TrimStart().Split('\n').TakeWhile(static l => l.StartsWith("--", StringComparison.Ordinal)).Select(static l => l[2..].Trim()).Where(static l => l.Length > 0 && !Parameter().IsMatch(l)))
        {
            if (words.Count > 0 && !words[^1].EndsWith('.')) words[^1] += " " + line;
            else words.Add(line);
        }

        return words;
    }

    /// <summary>
    /// The relations that a statement names, as <c>schema.name</c>, each once, in their order. A name without a schema is taken for one of
    /// <paramref name="known"/> in <c>public</c> where it follows <c>from</c> or <c>join</c> and no query of the statement's own bears it.
    /// </summary>
    public static IReadOnlyList<string> Lectures(string sql, IReadOnlySet<string> known)
    {
        var text = Skipped().Replace(sql, static m => m.Value.StartsWith('"') ? m.Value : " ");
        var own = Own().Matches(text).Select(static m => Name(m.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        return [.. Qualified().Matches(text).Select(static m => (m.Index, Name: $"{m.Groups[1].Value.ToLowerInvariant()}.{Name(m.Groups[2].Value)}"))
            .Concat(Bare().Matches(text).Select(static m => (m.Index, Name: Name(m.Groups[1].Value))).Where(m => known.Contains(m.Name) && !own.Contains(m.Name)).Select(static m => (m.Index, Name: $"public.{m.Name}")))
            .OrderBy(static m => m.Index).Select(static m => m.Name).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>As the server understands it: quotes off, or lower-case.</summary>
    private static string Name(string written) => written.StartsWith('"') ? written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : written.ToLowerInvariant();

    [GeneratedRegex(@"^\$\d")]
    private static partial Regex Parameter();

    // Comments and texts, which name nothing; quoted names are met here so that what is in them is not taken for either.
    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|""(?:[^""]|"""")*""", RegexOptions.Singleline)]
    private static partial Regex Skipped();

    // Not a function's call.
    [GeneratedRegex("""\b(public|pipeline)\s*\.\s*((?>"(?:[^"]|"")+"|\w+))(?!\s*\()""", RegexOptions.IgnoreCase)]
    private static partial Regex Qualified();

    [GeneratedRegex("""\b(?:from|join)\s+((?>"(?:[^"]|"")+"|\w+))(?!\s*[.(])""", RegexOptions.IgnoreCase)]
    private static partial Regex Bare();

    [GeneratedRegex("""("(?:[^"]|"")+"|\w+)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(""", RegexOptions.IgnoreCase)]
    private static partial Regex Own();
}
