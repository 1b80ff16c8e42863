using PipelineAnalytics.LocalPostgres;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace PipelineAnalytics.PostgresTests.Harness;

/// <summary>One private server for all the tests, started before the first and removed after the last.</summary>
public class PostgresFixture : IAsyncLifetime
{
    private LocalServer? server;
    private int databases;

    public LocalServer Server => server ?? throw new InvalidOperationException("The server is not started.");

    public async ValueTask InitializeAsync() => server = await LocalServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (server is not null) await server.DisposeAsync();
    }

    /// <summary>Two empty databases of their own for a test.</summary>
    public async Task<TestPipeline> NewPipelineAsync()
    {
        var number = Interlocked.Increment(ref databases);
        string source = $"production_{number}", analytics = $"analytics_{number}";
        await Server.CreateDatabaseAsync(source, ct: TestContext.Current.CancellationToken);
        await Server.CreateDatabaseAsync(analytics, ct: TestContext.Current.CancellationToken);
        return new TestPipeline(Server.ConnectionString(source), Server.ConnectionString(analytics));
    }
}

/// <summary>A server for one class of tests: nobody else's transactions are open there.</summary>
public sealed class OwnServerFixture : PostgresFixture;
