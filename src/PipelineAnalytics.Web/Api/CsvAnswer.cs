using CsvHelper;
using Microsoft.AspNetCore.Http;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Api;

/// <summary>
/// An answer as a CSV file that a French spreadsheet opens as it is: semicolons, decimal commas, UTF-8 with its mark; a null is empty. A text that a spreadsheet
/// would take for a formula is told to be text by an apostrophe.
/// </summary>
internal static class CsvAnswer
{
    private static readonly CsvWriterOptions Options = new() { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape, FormatProvider = Francais.Decimales };

    public static async Task WriteAsync(HttpContext http, Answer answer)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{answer.Question.Name}.csv\"";
        await using var csv = CsvWriter.Create(http.Response.Body, Options, leaveOpen: true);
        await csv.WriteRecordAsync([.. answer.Columns.Select(c => c.Name)], http.RequestAborted);
        foreach (var cells in answer.Cells)
        {
            foreach (var cell in cells) csv.WriteField(cell is DateTime or Array ? JsonAnswer.Text(cell) : cell);
            await csv.EndRecordAsync(http.RequestAborted);
        }

        await csv.FlushAsync(http.RequestAborted);
    }
}
