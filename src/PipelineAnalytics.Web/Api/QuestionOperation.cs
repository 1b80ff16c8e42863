using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Api;

/// <summary>Tells the OpenAPI document what each question asks for.</summary>
internal sealed class QuestionOperation : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Question>().FirstOrDefault() is not { } question) return Task.CompletedTask;
        operation.Parameters = [.. question.Parameters.Select(p => (IOpenApiParameter)new OpenApiParameter
        {
            Name = p.Name,
            In = ParameterLocation.Query,
            Required = !p.IsOptional,
            Description = p.Description,
            Schema = Schema(p),
        })];
        return Task.CompletedTask;
    }

    private static OpenApiSchema Schema(QuestionParameter parameter) => parameter.Type switch
    {
        ParameterType.Semaine => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "Un lundi." },
        ParameterType.Entier => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = Bound(parameter.Least, int.MinValue), Maximum = Bound(parameter.Most, int.MaxValue) },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Choices.Count == 0 ? null : [.. parameter.Choices.Select(c => (JsonNode)c)] },
    };

    private static string? Bound(int bound, int none) => bound == none ? null : bound.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The document's own title, and no address of the machine that made it.</summary>
internal sealed class QuestionDocument : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PipelineAnalytics",
            Version = "1",
            Description = "Ce que montre le tableau de bord : chaque question en JSON et en CSV. Lecture seule. Les semaines s'écrivent par leur lundi, dans le fuseau horaire métier ; les instants sont en UTC.",
        };
        document.Servers = [];
        return Task.CompletedTask;
    }
}
