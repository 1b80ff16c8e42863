using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Web.Questions;

/// <summary>Asks analytics, read-only. No SQL comes from a browser: a question is one of the catalog, its values are parameters.</summary>
public sealed class Asker(ReadingDatabase database)
{
    /// <summary>Rows that one answer has at most; a page that would show more asks a narrower question.</summary>
    public const int MostRows = 200_000;

    /// <param name="given">By the names of the parameters; others are passed by, so that a page can give all its filters.</param>
    /// <exception cref="QuestionException">A value cannot be used.</exception>
    /// <exception cref="PipelineException">Analytics cannot be reached.</exception>
    public async Task<Answer> AskAsync(string name, IReadOnlyDictionary<string, string?> given, CancellationToken cancellation)
    {
        var question = QuestionCatalog.Of(name);
        var values = question.Parameters.Select(p => p.Read(given.GetValueOrDefault(p.Name))).ToList();
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = question.Sql;
        foreach (var (parameter, value) in question.Parameters.Zip(values)) command.Parameters.Add(Parameter(parameter, value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => new AnswerColumn(reader.GetName(i), reader.GetDataTypeName(i))).ToList();
        var cells = new List<object?[]>();
        while (await reader.ReadAsync(cancellation))
        {
            if (cells.Count == MostRows) throw new QuestionException($"{question.Title} : plus de {MostRows} lignes ; choisissez moins de semaines, ou une structure.");
            cells.Add(Read(reader, columns));
        }

        var kept = question.Parameters.Where(p => !string.IsNullOrEmpty(given.GetValueOrDefault(p.Name))).ToDictionary(p => p.Name, p => given[p.Name]);
        return new Answer(question, values, kept, columns, cells);
    }

    private static object?[] Read(NpgsqlDataReader reader, List<AnswerColumn> columns)
    {
        var row = new object?[columns.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.IsDBNull(i) ? null : columns[i].Type == "date" ? reader.GetFieldValue<DateOnly>(i) : reader.GetValue(i);
        }

        return row;
    }

    private static NpgsqlParameter Parameter(QuestionParameter parameter, object? value) => new()
    {
        Value = value ?? DBNull.Value,
        NpgsqlDbType = parameter.Type switch
        {
            ParameterType.Semaine => NpgsqlTypes.NpgsqlDbType.Date,
            ParameterType.Entier => NpgsqlTypes.NpgsqlDbType.Integer,
            _ => NpgsqlTypes.NpgsqlDbType.Text,
        },
    };
}
