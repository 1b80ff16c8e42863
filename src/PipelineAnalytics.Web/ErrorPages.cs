using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web;

/// <summary>What cannot be shown is said on a page of its own: the cause and the remedy, never a trace. A program gets the same as JSON.</summary>
internal sealed class ErrorPages(RequestDelegate next, ILogger<ErrorPages> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var (status, title, message) = Words(e);
            if (status >= StatusCodes.Status500InternalServerError) logger.PageFailed(http.Request.Path, e.Message);
            http.Response.Clear();
            http.Response.StatusCode = status;
            if (http.Request.Path.StartsWithSegments("/api")) await Results.Json(new { erreur = message }, statusCode: status).ExecuteAsync(http);
            else await ShowAsync(http, new RazorComponentResult<Erreur>(new { Titre = title, Message = message }) { StatusCode = status });
        }
    }

    /// <summary>With services of its own: those of the request have begun the page that failed, and cannot begin another.</summary>
    private static async Task ShowAsync(HttpContext http, IResult page)
    {
        await using var scope = http.RequestServices.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        await page.ExecuteAsync(http);
    }

    private static (int Status, string Title, string Message) Words(Exception e) => e switch
    {
        QuestionException => (StatusCodes.Status400BadRequest, "Demande impossible", e.Message),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn } p =>
            (StatusCodes.Status503ServiceUnavailable, "Rien à montrer encore", $"La base analytics n'a pas encore ce que cette page montre ({p.MessageText}). Lancez la chaîne : pipeline-analytics run."),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p =>
            (StatusCodes.Status503ServiceUnavailable, "Droits manquants", $"Le rôle de lecture n'a pas le droit de lire : {p.MessageText}. Les droits à donner sont dans docs/tableau-de-bord.md."),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            (StatusCodes.Status503ServiceUnavailable, "Trop long", "La base analytics n'a pas répondu dans les 15 secondes. Choisissez une période plus courte, ou réessayez plus tard."),
        PipelineException or NpgsqlException =>
            (StatusCodes.Status503ServiceUnavailable, "Base injoignable", $"La base analytics ne répond pas : {e.Message} Vérifiez le serveur et ConnectionStrings__Lecture ou ConnectionStrings__Analytics."),
        _ => (StatusCodes.Status500InternalServerError, "Erreur", "Cette page n'a pas pu être faite. Le journal du processus en dit la cause."),
    };
}
