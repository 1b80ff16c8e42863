using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PipelineAnalytics.Web.Components;

namespace PipelineAnalytics.Web.Actions;

/// <summary>Where the forms that start jobs are sent to. Refused wherever <c>Pipeline__Web__Actions</c> is not set, before anything is read.</summary>
public static class JobActions
{
    public const string Address = "/executions/lancer";

    private const string Page = "/executions#lancement";

    public static void Map(IEndpointRouteBuilder app)
    {
        // A request delegate: the form is read here, after the setting and the token, and not by the framework before.
        app.MapPost(Address, StartAsync).ExcludeFromDescription();
        // Whoever loads the address of a refusal anew.
        app.MapGet(Address, static () => Results.Redirect(Page)).ExcludeFromDescription();
    }

    private static async Task<IResult> StartAsync(HttpContext http, PipelineSettings settings, IAntiforgery antiforgery, TimeProvider time)
    {
        if (!settings.Web.Actions) return Refused(StatusCodes.Status403Forbidden, "Rien ne se lance d'ici : le réglage Pipeline__Web__Actions n'est pas à true.");
        if (!await antiforgery.IsRequestValidAsync(http)) return Refused(StatusCodes.Status400BadRequest, "Ce formulaire n'est plus valable : ouvrez de nouveau la page Exécutions, et envoyez-le de là.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            http.RequestServices.GetRequiredService<IJobStarter>().Start(JobRequest.Read(name => form[name], new BusinessClock(time, settings.FuseauHoraire)));
        }
        catch (ActionRefusedException e)
        {
            return Refused(StatusCodes.Status409Conflict, e.Message);
        }

        http.Response.Headers.Location = Page;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Refused(int status, string message) => new RazorComponentResult<Erreur>(new { Titre = "Lancement refusé", Message = message }) { StatusCode = status };
}
