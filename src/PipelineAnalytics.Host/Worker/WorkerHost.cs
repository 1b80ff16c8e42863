using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Web;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Nights;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi.Notifications;
using PipelineAnalytics.Web;
using PipelineAnalytics.Web.Access;

namespace PipelineAnalytics.Host.Worker;

/// <summary>The worker's wiring: the loop that looks for work, the queue, and what is answered by HTTP.</summary>
internal static class WorkerHost
{
    /// <summary>What the worker has from the order to stop to its end: less than the ten seconds after which platforms kill.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(7);

    /// <summary>Where Hangfire's pages are: behind the dashboard's gate, which lets in whom its own would not.</summary>
    private const string Queue = "/hangfire";

    private const string Setting = "Pipeline__Worker__Adresse";

    /// <summary>Until it is told to stop.</summary>
    /// <param name="speed">Of the session's clock.</param>
    /// <exception cref="PipelineException">A setting cannot be used (exit code 2), or the address is taken.</exception>
    public static async Task RunAsync(Session session, int speed, CancellationToken stop)
    {
        NightWatch.EnsureUsable(session.Settings, session.Time);
        session.HandRuns.EnsureUsable();
        Exposure.EnsureUsable(Setting, session.Settings.Worker.Adresse, session.Settings.Web);
        await using var app = Build(session, speed, stop);
        await HttpHost.StartAsync(app, "The worker", Setting, session.Settings.Worker.Adresse);
        var logger = app.Services.GetRequiredService<ILogger<NightLoop>>();
        var next = new NightSchedule(session.Settings).Next(session.Time.GetUtcNow());
        logger.WorkerStarted(session.Settings.Worker.Cron, session.Settings.FuseauHoraire, next is null ? "never" : TimeZoneInfo.ConvertTime(next.Value, session.Zone).ToString("yyyy-MM-dd HH:mm zzz", null), string.Join(", ", app.Urls));
        var refused = app.Services.GetRequiredService<NightLoop>().Refused;
        await Task.WhenAny(Task.Delay(Timeout.Infinite, stop), refused);
        logger.WorkerStopping();
        using var patience = new CancellationTokenSource(StopTime);
        await app.StopAsync(patience.Token);
        if (refused.IsFaulted) await refused;
    }

    private static WebApplication Build(Session session, int speed, CancellationToken stop)
    {
        var builder = HttpHost.Builder(session, session.Settings.Worker.Adresse, WorkerTelemetry.Variables());
        WorkerTelemetry.Add(builder.Services);
        AddNights(builder.Services, session, new WorkerPace(speed), stop);

        builder.Services.AddSingleton(new DashboardContext(session.Zone, Queue));
        JobStarter.Add(builder.Services);
        Dashboard.Add(builder.Services);
        var app = builder.Build();
        Dashboard.Use(app);
        app.UseHangfireDashboard(Queue, new DashboardOptions { Authorization = [], IsReadOnlyFunc = _ => true, DashboardTitle = "PipelineAnalytics", DisplayStorageConnectionString = false });
        WorkerTelemetry.Map(app);
        Dashboard.Map(app);
        WorkerHealth.Map(app);
        return app;
    }

    private static void AddNights(IServiceCollection services, Session session, WorkerPace pace, CancellationToken stop)
    {
        var queue = new WorkerQueue(session.Settings, pace.Poll);
        services.AddSingleton(session.Settings).AddSingleton(session.Time).AddSingleton(pace).AddSingleton(queue).AddSingleton(new WorkerStop(stop));
        services.AddHangfire(hangfire => hangfire.UseStorage(queue.Storage));
        services.AddSingleton<IProgress<JobProgress>, NoProgress>();
        services.AddSingleton(s => s.GetRequiredService<ILoggerFactory>().CreateLogger("PipelineAnalytics"));
        // Messages are read now, whatever clock the nights go by.
        services.AddSingleton(new AnalyticsDatabase(session.Settings.Analytics));
        services.AddSingleton(s => new Notifier(s.GetRequiredService<AnalyticsDatabase>(), session.Settings, TimeProvider.System, s.GetRequiredService<ILogger>()));
        services.AddSingleton<NightWatch>().AddSingleton<NightRunner>().AddTransient<NightJobs>().AddSingleton<Pulse>().AddSingleton<Readiness>();
        services.AddSingleton<NightLoop>().AddHostedService(s => s.GetRequiredService<NightLoop>());
        services.AddHostedService<PulseLoop>().AddHostedService<MessageLoop>();
    }

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
