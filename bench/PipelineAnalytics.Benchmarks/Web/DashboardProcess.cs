using CliWrap;
using Npgsql;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>The real <c>pipeline-analytics web</c>, as a process of its own, on a free port of the loopback.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    private DashboardProcess() { }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <exception cref="PipelineException">It ended instead of answering.</exception>
    public static async Task<DashboardProcess> StartAsync(BenchServer server, DateTimeOffset now, CancellationToken cancellation)
    {
        // Connections are kept, as in life.
        var analytics = new NpgsqlConnectionStringBuilder(server.ConnectionString(OurWay.Database)) { Pooling = true }.ConnectionString;
        var dashboard = new DashboardProcess();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var errors = new List<string>();
        dashboard.running = Cli.Wrap("dotnet")
            .WithArguments(["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), "web", "--maintenant", $"{now:yyyy-MM-dd'T'HH:mmzzz}", "--Pipeline:Web:Adresse=http://127.0.0.1:0"])
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["ConnectionStrings__Analytics"] = analytics })
            .WithWorkingDirectory(Path.GetTempPath())
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => address.TrySetResult(new Uri(line))))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(errors.Add))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None, dashboard.stop.Token);
        if (await Task.WhenAny(address.Task, dashboard.running).WaitAsync(cancellation) != address.Task) throw new PipelineException($"The dashboard ended before it answered: {string.Join(' ', errors)}");
        dashboard.Address = await address.Task;
        return dashboard;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }

        stop.Dispose();
    }
}
