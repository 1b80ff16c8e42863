using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Web.Access;
using PipelineAnalytics.Web.Actions;
using PipelineAnalytics.Web.Api;
using PipelineAnalytics.Web.Components;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web;

/// <summary>The dashboard's wiring: what a host adds to its services, and puts before and among its own endpoints.</summary>
/// <remarks>The host registers <see cref="PipelineSettings"/>, the <see cref="TimeProvider"/> of the nights, a <see cref="DashboardContext"/> and an <see cref="IJobStarter"/>.</remarks>
public static class Dashboard
{
    public static void Add(IServiceCollection services)
    {
        AccessServices.Add(services);
        services.AddSingleton<ReadingDatabase>().AddSingleton<Asker>();
        services.AddRazorComponents();
        // Of its components those that are whole without a circuit: pages are drawn by the server, once.
        services.AddBootstrapBlazor();
        services.AddAntiforgery(a => a.Cookie.SameSite = SameSiteMode.Strict);
        services.AddResponseCompression(c => c.EnableForHttps = true);
        QuestionApi.Add(services);
    }

    /// <summary>Before all endpoints, the host's own included.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.UseForwardedHeaders();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/hangfire"), queue => queue.UseSecurityHeaders(AccessServices.Headers(ownPages: false)));
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/hangfire"), pages => pages.UseSecurityHeaders(AccessServices.Headers(ownPages: true)));
        app.UseHostFiltering();
        app.UseMiddleware<ErrorPages>();
        app.UseResponseCompression();
        app.UseRateLimiter();
        app.UseMiddleware<Gate>();
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = "/assets",
            FileProvider = AssetFiles.Files,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    public static void Map(WebApplication app)
    {
        app.UseAntiforgery();
        QuestionApi.Map(app);
        JobActions.Map(app);
        app.MapRazorComponents<App>();
    }
}
