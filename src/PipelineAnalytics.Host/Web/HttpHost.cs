using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Worker;

namespace PipelineAnalytics.Host.Web;

/// <summary>What the worker and the dashboard by itself have in common as processes that answer by HTTP.</summary>
internal static class HttpHost
{
    /// <param name="variables">What the configuration holds: the settings are read, checked and merged already, and signals are heard by the process.</param>
    public static WebApplicationBuilder Builder(Session session, string address, IEnumerable<KeyValuePair<string, string?>>? variables = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "pipeline-analytics" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(variables);
        builder.WebHost.UseUrls(address);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = WorkerHost.StopTime);
        WorkerLogging.Configure(builder.Logging, session);
        return builder;
    }

    /// <param name="what">What answers, in a message.</param>
    /// <exception cref="PipelineException">The address cannot be used.</exception>
    public static async Task StartAsync(WebApplication app, string what, string setting, string address)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or FormatException or UriFormatException or InvalidOperationException)
        {
            throw new PipelineException($"{what} cannot answer on {address} ({setting}): {e.Message.TrimEnd('.')}; give a free address (http://127.0.0.1:0 is any free port).", e);
        }
    }
}
