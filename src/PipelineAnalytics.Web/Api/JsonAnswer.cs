using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Api;

/// <summary>An answer as one JSON object: <c>question</c>, <c>parametres</c>, <c>lignes</c> (an object a row). Dates are ISO, moments in UTC.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext http, Answer answer)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Options);
        json.WriteStartObject();
        json.WriteString("question", answer.Question.Name);
        json.WriteStartObject("parametres");
        foreach (var (name, value) in answer.Given) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("lignes");
        foreach (var cells in answer.Cells) WriteRow(json, answer.Columns, cells);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>As text where JSON has no type of its own.</summary>
    public static string Text(object value) => value switch
    {
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        Array array => string.Join(", ", array.Cast<object?>()),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void WriteRow(Utf8JsonWriter json, IReadOnlyList<AnswerColumn> columns, object?[] cells)
    {
        json.WriteStartObject();
        for (var i = 0; i < cells.Length; i++)
        {
            json.WritePropertyName(columns[i].Name);
            switch (cells[i])
            {
                case null: json.WriteNullValue(); break;
                case bool yes: json.WriteBooleanValue(yes); break;
                case int number: json.WriteNumberValue(number); break;
                case long number: json.WriteNumberValue(number); break;
                case double number: json.WriteNumberValue(number); break;
                case decimal number: json.WriteNumberValue(number); break;
                case string text when columns[i].Type is "jsonb" or "json": json.WriteRawValue(text); break;
                case { } other: json.WriteStringValue(Text(other)); break;
            }
        }

        json.WriteEndObject();
    }
}
