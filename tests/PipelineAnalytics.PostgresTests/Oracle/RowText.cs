using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>A row on one line. JSON, so that null, an empty string and a tab cannot be taken for one another.</summary>
public static class RowText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of<T>(T row)
        where T : notnull
        => JsonSerializer.Serialize(row, Readable);
}
