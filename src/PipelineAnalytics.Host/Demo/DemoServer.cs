using Npgsql;
using PipelineAnalytics.Host.Demo.Source;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.LocalPostgres;

namespace PipelineAnalytics.Host.Demo;

/// <summary>A private PostgreSQL with both databases on it, production made up. It goes when it is disposed of.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private const string Production = "production", Analytics = "analytics";

    private readonly LocalServer server;

    private DemoServer(LocalServer server, PipelineSettings settings)
    {
        this.server = server;
        Settings = new PipelineSettings
        {
            Source = server.ConnectionString(Production),
            Analytics = server.ConnectionString(Analytics),
            PostgresBin = settings.PostgresBin,
            Web = new WebSettings { Adresse = settings.Web.Adresse },
        };
    }

    /// <summary>Those of a demo: its own databases, whatever the settings of the house say; only PostgreSQL's place and the dashboard's address are taken from them.</summary>
    public PipelineSettings Settings { get; }

    /// <summary>Analytics as a URL to paste. The password is a throwaway, as the server is.</summary>
    public string Url
    {
        get
        {
            var connection = new NpgsqlConnectionStringBuilder(Settings.Analytics);
            return $"postgres://{connection.Username}:{connection.Password}@{connection.Host}:{connection.Port}/{connection.Database}";
        }
    }

    public static async Task<DemoServer> StartAsync(PipelineSettings settings, CancellationToken cancellation)
    {
        var server = await LocalServer.StartAsync(new LocalServerOptions { BinFolder = settings.PostgresBin }, cancellation);
        var demo = new DemoServer(server, settings);
        try
        {
            await server.CreateDatabaseAsync(Production, ct: cancellation);
            await server.CreateDatabaseAsync(Analytics, ct: cancellation);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes production up.</summary>
    public async Task FillAsync(DemoSize size, IProgress<JobProgress> progress, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(Settings.Source!);
        await new DemoSource(size).CreateAsync(source, new Steps(progress), cancellation);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private sealed class Steps(IProgress<JobProgress> progress) : IProgress<DemoProgress>
    {
        public void Report(DemoProgress value) => progress.Report(new JobProgress(value.Etape, value.Fait, value.Total, value.Total > 0 ? "rows" : ""));
    }
}
