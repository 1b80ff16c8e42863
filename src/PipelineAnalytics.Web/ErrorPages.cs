using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web;

/// <summary>What cannot be shown is said on a page of its own: the cause and the remedy, never a trace. A program gets the same as JSON.</summary>
internal sealed class ErrorPages(RequestDelegate next, IServiceScopeFactory services, PipelineSettings settings, ILogger<ErrorPages> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (IsMute(http.Response)) await SayAsync(http, http.Response.StatusCode, WordsOf(http.Response.StatusCode));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var (status, title, message) = Words(e);
            if (status == StatusCodes.Status500InternalServerError) logger.PageBroken(e, http.Request.Path);
            else if (status > StatusCodes.Status500InternalServerError) logger.PageFailed(http.Request.Path, e.Message);
            http.Response.Clear();
            http.Response.StatusCode = status;
            await SayAsync(http, status, (title, message));
        }
    }

    /// <summary>With services of its own: those of the request have begun the page that failed, and cannot begin another.</summary>
    private async Task SayAsync(HttpContext http, int status, (string Title, string Message) words)
    {
        await using var fresh = services.CreateAsyncScope();
        http.RequestServices = fresh.ServiceProvider;
        IResult answer = http.Request.Path.StartsWithSegments("/api")
            ? Results.Json(new { erreur = words.Message }, statusCode: status)
            : new RazorComponentResult<Erreur>(new { Titre = words.Title, words.Message }) { StatusCode = status };
        await answer.ExecuteAsync(http);
    }

    /// <summary>A refusal without a word, as routing and the check of forms give: a browser would show a page of its own.</summary>
    private static bool IsMute(HttpResponse response) => !response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && response is { ContentType: null, ContentLength: null };

    private static (string Title, string Message) WordsOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => ("Page introuvable", "Cette adresse ne mène nulle part."),
        StatusCodes.Status400BadRequest => ("Demande refusée", "Ce formulaire n'est plus valable : il a été ouvert avant un redémarrage, ou vient d'ailleurs. Ouvrez la page à nouveau, et recommencez."),
        _ => ("Demande refusée", $"Cette adresse ne répond pas à cette demande ({status})."),
    };

    /// <summary>Whether the pipeline's tables are not there yet, or are being made just now.</summary>
    public static bool IsTooEarly(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn;

    private (int Status, string Title, string Message) Words(Exception e) => e switch
    {
        BadHttpRequestException bad => (bad.StatusCode, "Demande refusée", "Cette demande n'a pas la forme attendue, ou est trop longue."),
        InvalidDataException => (StatusCodes.Status400BadRequest, "Demande refusée", "Ce formulaire n'a pas la forme attendue."),
        QuestionException => (StatusCodes.Status400BadRequest, "Demande impossible", e.Message),
        PostgresException p when IsTooEarly(p) =>
            (StatusCodes.Status503ServiceUnavailable, "Rien à montrer encore", $"La base analytics n'a pas encore ce que cette page montre ({p.MessageText}). Lancez la chaîne : pipeline-analytics run{(settings.Web.Actions ? ", ou la page Exécutions" : "")}."),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p =>
            (StatusCodes.Status503ServiceUnavailable, "Droits manquants", $"Le rôle de lecture n'a pas le droit de lire : {p.MessageText}. Les droits à donner sont dans docs/tableau-de-bord.md."),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            (StatusCodes.Status503ServiceUnavailable, "Trop long", "La base analytics n'a pas répondu dans les 15 secondes. Choisissez une période plus courte, ou réessayez plus tard."),
        // Data exceptions: a number out of range, a time zone that there is not, a text that no database holds.
        PostgresException { SqlState: ['2', '2', ..] } p => (StatusCodes.Status400BadRequest, "Demande impossible", $"La base analytics ne peut rien faire d'une des valeurs données : {p.MessageText}."),
        PipelineException { ExitCode: 2 } => (StatusCodes.Status503ServiceUnavailable, "Réglage inutilisable", $"Un réglage du pipeline ne convient pas : {e.Message}"),
        PipelineException or NpgsqlException =>
            (StatusCodes.Status503ServiceUnavailable, "Base injoignable", $"La base analytics ne répond pas : {e.Message} Vérifiez le serveur et ConnectionStrings__Lecture ou ConnectionStrings__Analytics."),
        _ => (StatusCodes.Status500InternalServerError, "Erreur", "Cette page n'a pas pu être faite. Le journal du processus en dit la cause."),
    };
}
