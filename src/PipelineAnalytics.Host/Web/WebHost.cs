using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Worker;
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
            await app.StartAsync();
            return app;
        }
        catch (Exception e) when (e is IOException or FormatException or UriFormatException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new PipelineException($"The dashboard cannot answer on {settings.Web.Adresse} ({Setting}): {e.Message.TrimEnd('.')}; give a free address, as http://127.0.0.1:5090.", e);
        }
    }

    private static WebApplication Build(Session session, PipelineSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "pipeline-analytics" });
        // The settings are read, checked and merged already.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(settings.Web.Adresse);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = WorkerHost.StopTime);
        WorkerLogging.Configure(builder.Logging, session);
        builder.Services.AddSingleton(settings).AddSingleton(session.Time).AddSingleton(new DashboardContext(session.Zone, QueueAddress: null));
        JobStarter.Add(builder.Services);
        Dashboard.Add(builder.Services);

        var app = builder.Build();
        Dashboard.Use(app);
        Dashboard.Map(app);
        return app;
    }
}
