using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using PipelineAnalytics.Web.Questions;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Api;

/// <summary>What programs are given.</summary>
public sealed class QuestionApiTests(DashboardFixture data)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Questions => [.. QuestionCatalog.All.Select(static q => q.Name)];

    [Fact]
    public async Task The_OpenAPI_document_is_valid_and_describes_each_question_with_its_parameters()
    {
        var read = OpenApiDocument.Parse(await TextAsync("/api/openapi.json"), "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Document!.Servers ?? []);
        foreach (var question in QuestionCatalog.All)
        {
            foreach (var address in new[] { $"/api/{question.Name}", $"/api/{question.Name}.csv" })
            {
                var operation = read.Document.Paths[address].Operations![HttpMethod.Get];
                Assert.Equal(question.Title, operation.Summary);
                Assert.Equal(question.Parameters.Select(p => (p.Name, !p.IsOptional)), (operation.Parameters ?? []).Select(p => (p.Name!, p.Required)));
            }
        }
    }

    [Fact]
    public async Task The_list_names_each_question_with_its_addresses()
    {
        using var list = JsonDocument.Parse(await TextAsync("/api"));
        Assert.Equal(QuestionCatalog.All.Select(q => q.Name), list.RootElement.EnumerateArray().Select(q => q.GetProperty("nom").GetString()));
        Assert.All(list.RootElement.EnumerateArray(), q => Assert.Equal($"/api/{q.GetProperty("nom").GetString()}.csv", q.GetProperty("csv").GetString()));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task JSON_CSV_and_the_statement_to_paste_give_the_same_rows(string name)
    {
        var question = QuestionCatalog.Of(name);
        using var json = JsonDocument.Parse(await TextAsync(Samples.Address(question)));
        var given = Samples.For(question);
        var rows = json.RootElement.GetProperty("lignes").EnumerateArray().Select(r => r.EnumerateObject().Select(c => Cell.Of(c.Value)).ToList()).ToList();
        var csv = Csv.Read(await TextAsync(Samples.CsvAddress(question)));
        Assert.Equal(rows.Count, csv.Count - 1);
        var pasted = await data.Analytics.RowsAsync(question.Filled([.. question.Parameters.Select(p => p.Read(given.GetValueOrDefault(p.Name)))]));
        Assert.Equal(pasted.Select(r => r.Select(Cell.Of)), rows);
        Assert.Equal(rows.Select(r => r.Select(Cell.Unquoted)), csv.Skip(1).Select(r => r.Select(Cell.Unquoted)));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task What_is_no_value_of_a_parameter_is_refused_in_words_and_what_is_SQL_is_only_a_value(string name)
    {
        const string Injection = "' or 1 = 1; drop table public.analytics_engagement; --";
        var question = QuestionCatalog.Of(name);
        var weeks = await data.Analytics.NumberAsync("select count(distinct semaine) from public.analytics_engagement");
        foreach (var parameter in question.Parameters)
        {
            var given = Samples.For(question);
            given[parameter.Name] = Injection;
            var (status, text) = await AnswerAsync(QueryHelpers.AddQueryString($"/api/{name}", given));
            if (parameter.Type != ParameterType.Texte) Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{parameter.Name}: {status} {text}");
            if (status == HttpStatusCode.BadRequest) Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("erreur").GetString()!);
        }

        Assert.Equal(weeks, await data.Analytics.NumberAsync("select count(distinct semaine) from public.analytics_engagement"));
        var (unknown, said) = await AnswerAsync($"/api/{name}?inconnu=1");
        Assert.Equal(HttpStatusCode.BadRequest, unknown);
        Assert.Contains("inconnu", JsonDocument.Parse(said).RootElement.GetProperty("erreur").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_spreadsheet_opens_the_CSV_as_it_is_and_takes_no_text_for_a_formula(string name)
    {
        using var client = data.Dashboard.Client();
        using var answer = await client.GetAsync(Samples.CsvAddress(QuestionCatalog.Of(name)), Cancellation);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{name}.csv", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var rows = Csv.Read(System.Text.Encoding.UTF8.GetString(bytes));
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.DoesNotContain(rows.SelectMany(r => r), static cell => cell.Length > 0 && "=+@\t\r".Contains(cell[0], StringComparison.Ordinal));
    }

    private async Task<string> TextAsync(string address)
    {
        var (status, text) = await AnswerAsync(address);
        Assert.True(status == HttpStatusCode.OK, $"{address}: {status} {text}");
        return text;
    }

    private async Task<(HttpStatusCode Status, string Text)> AnswerAsync(string address)
    {
        using var client = data.Dashboard.Client();
        using var answer = await client.GetAsync(address, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
