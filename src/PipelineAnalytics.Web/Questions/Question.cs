using System.Globalization;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Web.Questions;

/// <summary>
/// One SELECT that the dashboard shows, a <c>.sql</c> file in the folder of its page. Its header says in French what it answers, then a
/// line for each parameter: <c>-- $1 du (semaine) : première semaine</c>, <c>-- $2 structure (texte, facultatif) : vide, toutes</c>,
/// <c>-- $3 maille (texte, facultatif, parmi departement region) : …</c>, <c>-- $4 semaines (entier, de 2 à 104) : …</c>.
/// </summary>
/// <param name="Name">The file's name; the address of its answers by the API.</param>
/// <param name="Title">The first line of its header.</param>
public sealed partial record Question(string Name, string Title, string Description, IReadOnlyList<QuestionParameter> Parameters, string Sql)
{
    /// <exception cref="InvalidOperationException">The header does not describe each parameter: a defect of the file.</exception>
    public static Question Parse(string name, string text)
    {
        var lines = text.Split('\n');
        var header = lines.TakeWhile(static l => l.StartsWith("--", StringComparison.Ordinal)).ToList();
        var parameters = header.Select(static l => ParameterLine().Match(l)).Where(static m => m.Success).ToList();
        var words = header.Where(static l => !ParameterLine().IsMatch(l)).Select(static l => l[2..].Trim()).Where(static l => l.Length > 0).ToList();
        var sql = string.Join('\n', lines.Skip(header.Count)).Trim().TrimEnd(';');
        var asked = Placeholder().Matches(sql).Select(static m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        if (words.Count == 0 || asked != parameters.Count || parameters.Where((m, i) => m.Groups["rang"].Value != (i + 1).ToString(CultureInfo.InvariantCulture)).Any())
            throw new InvalidOperationException($"{name}.sql: its header needs a title and one line for each of $1 to ${asked}, in their order.");
        return new Question(name, words[0].TrimEnd('.'), string.Join(' ', words.Skip(1)), [.. parameters.Select(Parameter)], sql);
    }

    /// <exception cref="InvalidOperationException">It has none of that name: a page's defect.</exception>
    public QuestionParameter Parameter(string name) => Parameters.Single(p => p.Name == name);

    /// <summary>The statement with its values in place, to paste into psql or Metabase.</summary>
    public string Filled(IReadOnlyList<object?> values) =>
        Placeholder().Replace(Sql, m => Literal(values[int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1])) + ";";

    private static QuestionParameter Parameter(Match m) => new(
        m.Groups["nom"].Value, Enum.Parse<ParameterType>(m.Groups["type"].Value, ignoreCase: true), m.Groups["facultatif"].Success, m.Groups["texte"].Value.Trim())
    {
        Choices = m.Groups["choix"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Least = Number(m.Groups["moins"]) ?? int.MinValue,
        Most = Number(m.Groups["plus"]) ?? int.MaxValue,
    };

    private static int? Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static string Literal(object? value) => value switch
    {
        null => "null",
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"date '{date:yyyy-MM-dd}'"),
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => throw new InvalidOperationException($"A value of type {value.GetType().Name} has no literal."),
    };

    [GeneratedRegex(@"^--\s*\$(?<rang>\d+)\s+(?<nom>\w+)\s+\((?<type>semaine|texte|entier)(?<facultatif>, facultatif)?(, parmi (?<choix>[\w ]+)|, de (?<moins>\d+) à (?<plus>\d+))?\)\s*:\s*(?<texte>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Placeholder();
}
