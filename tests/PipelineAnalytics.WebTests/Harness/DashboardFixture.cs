using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PipelineAnalytics.Host.Demo.Source;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesEvenements;
using PipelineAnalytics.Jobs.ChargerLesVues;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.LocalPostgres;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

[assembly: AssemblyFixture(typeof(DashboardFixture))]

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>
/// A made-up production and the dashboard on what the pipeline made of it, once, for all the tests. None of them writes there. A chain ran; then a load that
/// failed, late events, a week that was computed before it was over; then the chain whose night it is: a published week was revised by it.
/// </summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    /// <summary>When the dashboard is looked at: the Monday on which the chain ran, after the hour at which its night must be there.</summary>
    public const string Morning = "2025-09-29T08:00+02:00";

    public const int Semaines = 15;

    /// <summary>The week that had just begun, and was computed all the same.</summary>
    public static readonly DateOnly ProvisionalWeek = new(2025, 9, 29);

    /// <summary>Late events came for it after it was published.</summary>
    public static readonly DateOnly RevisedWeek = new(2025, 9, 15);

    /// <summary>The last complete week.</summary>
    public static readonly DateOnly LastWeek = new(2025, 9, 22);

    private static readonly DateTimeOffset Night = DateTimeOffset.Parse("2025-09-29T03:00+02:00", CultureInfo.InvariantCulture);

    private readonly List<ServedDashboard> served = [];
    private LocalServer? server;
    private ServedDashboard? dashboard;
    private NpgsqlDataSource? analytics;

    public LocalServer Server => server ?? throw new InvalidOperationException("The server is not started.");

    /// <summary>As the verb <c>web</c> serves it to this machine, nobody being asked for a key.</summary>
    public ServedDashboard Dashboard => dashboard ?? throw new InvalidOperationException("The dashboard is not started.");

    public Uri Address => Dashboard.Address;

    /// <summary>What the screen is compared with.</summary>
    public NpgsqlDataSource Analytics => analytics ?? throw new InvalidOperationException("The server is not started.");

    public string AnalyticsText => Server.ConnectionString("analytics");

    public async ValueTask InitializeAsync()
    {
        // The dictionary shows the server's own estimates: they stand still while pages are compared with them.
        server = await LocalServer.StartAsync(new LocalServerOptions { Settings = new Dictionary<string, string> { ["autovacuum"] = "off" } });
        await server.CreateDatabaseAsync("production");
        await server.CreateDatabaseAsync("analytics");
        await using (var production = NpgsqlDataSource.Create(server.ConnectionString("production")))
        {
            await new DemoSource(new DemoSize(Night, Evenements: 20_000, Semaines)).CreateAsync(production, progress: null, CancellationToken.None);
            await ExecuteAsync(production, Sql.Read("Harness/textes_hostiles.sql"));
            await RunAsync(production);
        }

        analytics = NpgsqlDataSource.Create(AnalyticsText);
        await ExecuteAsync(analytics, "analyze");
        dashboard = await ServeAsync();
    }

    private async Task RunAsync(NpgsqlDataSource production)
    {
        var settings = new PipelineSettings { Source = Server.ConnectionString("production"), Analytics = AnalyticsText };
        JobRunner At(int minutes) => new(settings, new ReplayTime(Night.AddMinutes(minutes), TimeProvider.System), NullLogger.Instance, new NoProgress());
        await At(0).RunChainAsync(CancellationToken.None);

        await ExecuteAsync(production, "alter table evenement_engagement_hebdo rename to ailleurs");
        await Assert.ThrowsAsync<PipelineException>(() => At(20).RunAsync(new ChargerLesEvenementsJob(), CancellationToken.None));
        await ExecuteAsync(production, "alter table ailleurs rename to evenement_engagement_hebdo");

        await ExecuteAsync(production, Sql.Read("Harness/apres_coup.sql"));
        await At(30).RunAsync(new ChargerLesEvenementsJob(), CancellationToken.None);
        await At(31).RunAsync(new EnrichirLesEvenementsJob(), CancellationToken.None);
        await At(32).RunAsync(new ChargerLesVuesJob(new Semaine(ProvisionalWeek)), CancellationToken.None);
        await At(60).RunChainAsync(CancellationToken.None);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Another dashboard on the same data, with settings of its own.</summary>
    public async Task<ServedDashboard> ServeAsync(params (string Name, string Value)[] settings)
    {
        var another = await ServedDashboard.StartAsync("web", [KeyValuePair.Create("ConnectionStrings__Analytics", (string?)AnalyticsText), .. settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))]);
        lock (served) served.Add(another);
        return another;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in served) await one.DisposeAsync();
        if (analytics is not null) await analytics.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
    }

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
