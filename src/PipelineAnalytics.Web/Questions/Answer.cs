using Microsoft.AspNetCore.WebUtilities;

namespace PipelineAnalytics.Web.Questions;

/// <summary>A column of an answer.</summary>
/// <param name="Type">PostgreSQL's name of its type.</param>
public sealed record AnswerColumn(string Name, string Type);

/// <summary>What a question was answered: rows as the server gave them, and where the same is to be had otherwise.</summary>
/// <param name="Given">The parameters as texts, those left out not among them.</param>
public sealed record Answer(Question Question, IReadOnlyList<object?> Values, IReadOnlyDictionary<string, string?> Given, IReadOnlyList<AnswerColumn> Columns, IReadOnlyList<object?[]> Cells)
{
    private readonly Dictionary<string, int> places = Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);

    public bool IsEmpty => Cells.Count == 0;

    public IEnumerable<Row> Rows => Cells.Select(cells => new Row(cells, places));

    /// <summary>The statement with its values, to paste into psql or Metabase.</summary>
    public string Sql => Question.Filled(Values);

    public string CsvAddress => QueryHelpers.AddQueryString($"/api/{Question.Name}.csv", Given);

    public string JsonAddress => QueryHelpers.AddQueryString($"/api/{Question.Name}", Given);
}

/// <summary>A row, whose cells are taken by the names of their columns; a name that is none is a page's defect.</summary>
public readonly record struct Row(object?[] Cells, IReadOnlyDictionary<string, int> Places)
{
    public object? this[string column] => Cells[Places[column]];

    public string? Text(string column) => this[column] as string;

    public bool Is(string column) => this[column] is true;

    /// <summary>A count; a null is 0.</summary>
    public long Count(string column) => Number(column) is { } number ? (long)number : 0;

    public double? Number(string column) => this[column] switch
    {
        null => null,
        IConvertible number => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{column} holds no number."),
    };

    public DateOnly Date(string column) => (DateOnly)this[column]!;

    public DateTime? Moment(string column) => this[column] as DateTime?;
}
