using Microsoft.AspNetCore.WebUtilities;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.WebTests.Api;

/// <summary>A value for each parameter that must be given, such that the answer has rows.</summary>
internal static class Samples
{
    public const string First = "2025-06-16", Last = "2025-09-22";

    public static Dictionary<string, string?> For(Question question) => question.Parameters.Where(p => !p.IsOptional).ToDictionary(p => p.Name, p => (string?)Of(p));

    public static string Address(Question question) => QueryHelpers.AddQueryString($"/api/{question.Name}", For(question));

    public static string CsvAddress(Question question) => QueryHelpers.AddQueryString($"/api/{question.Name}.csv", For(question));

    private static string Of(QuestionParameter parameter) => parameter switch
    {
        { Type: ParameterType.Semaine, Name: "du" } => First,
        { Type: ParameterType.Semaine } => Last,
        { Type: ParameterType.Entier } => $"{Math.Max(1, parameter.Least)}",
        _ => "MILO",
    };
}
