namespace PipelineAnalytics.Postgres;

/// <summary>The one way by which an identifier enters a SQL text.</summary>
public readonly record struct QuotedName
{
    private readonly string sql;

    private QuotedName(string sql) => this.sql = sql;

    public static QuotedName Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new('"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"');
    }

    public static QuotedName Of(string schema, string name) => new(Of(schema).sql + '.' + Of(name).sql);

    /// <summary>A parenthesised list of columns, empty for a table that has none.</summary>
    public static string Columns(IEnumerable<string> names) => List(names) is { Length: > 0 } list ? $" ({list})" : "";

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => Of(name).sql));

    public override string ToString() => sql;
}
