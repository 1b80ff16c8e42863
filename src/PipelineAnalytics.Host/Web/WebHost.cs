using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Web;
using PipelineAnalytics.Web.Access;

namespace PipelineAnalytics.Host.Web;

/// <summary>The dashboard by itself, without a worker: for the verb <c>web</c> and the demo.</summary>
internal static class WebHost
{
    private const string Setting = "Pipeline__Web__Adresse";

    /// <returns>The host, answering; its addresses are <c>Urls</c>.</returns>
    /// <exception cref="PipelineException">A setting cannot be used (exit code 2), or the address is taken.</exception>
    public static async Task<WebApplication> StartAsync(Session session, PipelineSettings settings)
    {
        Exposure.EnsureUsable(Setting, settings.Web.Adresse, settings.Web);
        var app = Build(session, settings);
        try
        {
            // A connection that is none is told now, and not by every page.
            app.Services.GetRequiredService<ReadingDatabase>();
            await HttpHost.StartAsync(app, "The dashboard", Setting, settings.Web.Adresse);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(Session session, PipelineSettings settings)
    {
        var builder = HttpHost.Builder(session, settings.Web.Adresse);
        builder.Services.AddSingleton(settings).AddSingleton(session.Time).AddSingleton(new DashboardContext(session.Zone, QueueAddress: null));
        JobStarter.Add(builder.Services);
        Dashboard.Add(builder.Services);

        var app = builder.Build();
        Dashboard.Use(app);
        Dashboard.Map(app);
        return app;
    }
}
