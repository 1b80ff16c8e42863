using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Api;

/// <summary>What the pages show, for programs: each question of the catalog as JSON and as CSV, and an OpenAPI document of them.</summary>
public static class QuestionApi
{
    public const string Document = "/api/openapi.json";

    public static void Add(IServiceCollection services) => services.AddOpenApi(options => options.AddOperationTransformer<QuestionOperation>().AddDocumentTransformer<QuestionDocument>());

    public static void Map(WebApplication app)
    {
        app.MapOpenApi(Document);
        app.MapGet("/api", List).ExcludeFromDescription();
        foreach (var question in QuestionCatalog.All)
        {
            Describe(app.MapGet($"/api/{question.Name}", (HttpContext http, Asker asker) => AnswerAsync(http, asker, question, JsonAnswer.WriteAsync)), question, "application/json");
            Describe(app.MapGet($"/api/{question.Name}.csv", (HttpContext http, Asker asker) => AnswerAsync(http, asker, question, CsvAnswer.WriteAsync)), question, "text/csv");
        }
    }

    private static void Describe(RouteHandlerBuilder endpoint, Question question, string contentType) =>
        endpoint.WithMetadata(question).WithName($"{question.Name}{(contentType == "text/csv" ? "_csv" : "")}").WithSummary(question.Title).WithDescription(question.Description)
            .Produces(StatusCodes.Status200OK, contentType: contentType).Produces(StatusCodes.Status400BadRequest, contentType: "application/json");

    private static async Task AnswerAsync(HttpContext http, Asker asker, Question question, Func<HttpContext, Answer, Task> writeAsync)
    {
        var given = http.Request.Query.ToDictionary(q => q.Key, q => (string?)q.Value.ToString(), StringComparer.Ordinal);
        if (given.Keys.FirstOrDefault(name => question.Parameters.All(p => p.Name != name)) is { } unknown)
            throw new QuestionException($"{unknown} n'est pas un paramètre de {question.Name} ; il y a : {string.Join(", ", question.Parameters.Select(p => p.Name))}.");
        await writeAsync(http, await asker.AskAsync(question.Name, given, http.RequestAborted));
    }

    private static IResult List() => Results.Json(new JsonArray([.. QuestionCatalog.All.Select(q => new JsonObject
    {
        ["nom"] = q.Name,
        ["titre"] = q.Title,
        ["json"] = $"/api/{q.Name}",
        ["csv"] = $"/api/{q.Name}.csv",
    })]));
}
