using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PipelineAnalytics.Web.Access;

namespace PipelineAnalytics.Host.Worker;

/// <summary>
/// For those who watch the process. <c>/healthz</c>: it is alive, its loop goes round; 503 when it should be started anew. <c>/readyz</c>: it reaches both
/// servers, its tables are there, the data is fresh; 503 with what is not, for whoever the dashboard's door lets in.
/// </summary>
internal static class WorkerHealth
{
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(10);

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", (NightLoop loop) => TimeProvider.System.GetElapsedTime(loop.LastTurn) < Stuck
            ? Results.Text("alive\n") : Results.Text("the loop that looks for work stands still\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/readyz", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext http, PipelineSettings settings, Readiness readiness)
    {
        var reasons = await readiness.ReasonsAsync(http.RequestAborted);
        var answer = new JsonObject { ["ready"] = reasons.Count == 0 };
        // Reasons name servers and databases.
        if (await Gate.LetsInAsync(http, settings.Web)) answer["reasons"] = new JsonArray([.. reasons.Select(r => JsonValue.Create(r))]);
        return Results.Text(answer.ToJsonString() + "\n", "application/json", statusCode: reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
