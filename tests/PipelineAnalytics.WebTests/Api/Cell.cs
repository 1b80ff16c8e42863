using System.Globalization;
using System.Text.Json;

namespace PipelineAnalytics.WebTests.Api;

/// <summary>A value as one text, wherever it comes from: the server, JSON or CSV.</summary>
internal static class Cell
{
    public static string Of(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        Array array => string.Join(", ", array.Cast<object?>()),
        decimal number => Number(number),
        double number => Number((decimal)number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => Number(value.GetDecimal()),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    /// <summary>Without the apostrophe that keeps a text from being a formula; numbers and booleans as they are written elsewhere.</summary>
    public static string Unquoted(string text) => text switch
    {
        "True" => "true",
        "False" => "false",
        // CSV has decimal commas, and nothing between thousands.
        _ when decimal.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Number(number),
        _ => text.TrimStart('\''),
    };

    private static string Number(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
