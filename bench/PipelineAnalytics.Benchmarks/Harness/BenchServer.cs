using Npgsql;
using PipelineAnalytics.LocalPostgres;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Harness;

/// <summary>One private server, as durable as production's, on which all contestants run in turn under the same settings.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    /// <summary>Upkeep is done by <see cref="SettleAsync"/> before each measure, so that nobody pays for another's: hence no autovacuum and no timed checkpoint.</summary>
    private static readonly Dictionary<string, string> ServerSettings = new()
    {
        ["shared_buffers"] = "1GB",
        ["work_mem"] = "32MB",
        ["maintenance_work_mem"] = "1GB",
        ["max_wal_size"] = "16GB",
        ["checkpoint_timeout"] = "1d",
        ["autovacuum"] = "off",
    };

    private readonly LocalServer server;

    private BenchServer(LocalServer server) => this.server = server;

    /// <summary>What makes the numbers comparable with other machines', or not.</summary>
    public IReadOnlyDictionary<string, string> Described { get; private set; } = ServerSettings;

    /// <param name="profiled">Loads <c>pg_stat_statements</c>, which costs each statement a little.</param>
    public static async Task<BenchServer> StartAsync(bool profiled, CancellationToken cancellation)
    {
        Dictionary<string, string> settings = new(ServerSettings);
        if (profiled)
        {
            settings["shared_preload_libraries"] = "pg_stat_statements";
            settings["pg_stat_statements.track"] = "all";
        }

        var bench = new BenchServer(await LocalServer.StartAsync(new LocalServerOptions { Durable = true, Settings = settings }, cancellation));
        await using var connection = await bench.OpenAsync("postgres", cancellation);
        if (profiled) await connection.ExecuteAsync("create extension pg_stat_statements", cancellation);
        bench.Described = await DescribeAsync(connection, settings, cancellation);
        return bench;
    }

    /// <summary>Unpooled: a database is dropped without anybody still in it.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(server.ConnectionString(database))
    {
        Pooling = false,
        CommandTimeout = 0,
    }.ConnectionString;

    /// <summary>How PostgreSQL's own programs reach a database: a command line would show the password to everyone.</summary>
    public Dictionary<string, string?> LibpqEnvironment(string database)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(database));
        return new()
        {
            ["PGHOST"] = connection.Host,
            ["PGPORT"] = $"{connection.Port}",
            ["PGDATABASE"] = database,
            ["PGUSER"] = connection.Username,
            ["PGPASSWORD"] = connection.Password,
            ["PGCLIENTENCODING"] = "UTF8",
        };
    }

    /// <summary>An empty folder on the disk that the server's data are on; it goes with the server, if not before.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(server.Folder, name)).FullName;

    public async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync(cancellation);
        return connection;
    }

    /// <summary>Makes empty databases, in place of those of these names.</summary>
    public async Task CreateAsync(CancellationToken cancellation, params string[] databases)
    {
        foreach (var database in databases)
        {
            await DropAsync(database, cancellation);
            await server.CreateDatabaseAsync(database, ct: cancellation);
        }
    }

    /// <summary>Makes a database as a copy of another's files, which writes no WAL for each of their pages.</summary>
    public async Task CloneAsync(string original, string copy, CancellationToken cancellation)
    {
        await DropAsync(copy, cancellation);
        await using var connection = await OpenAsync("postgres", cancellation);
        await connection.ExecuteAsync($"create database {QuotedName.Of(copy)} template {QuotedName.Of(original)} strategy file_copy", cancellation);
    }

    public async Task DropAsync(string database, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync("postgres", cancellation);
        await connection.ExecuteAsync($"drop database if exists {QuotedName.Of(database)} with (force)", cancellation);
    }

    /// <summary>Leaves nothing to do for the next measure but its own work: no dead rows, fresh statistics, no page to write.</summary>
    public async Task SettleAsync(CancellationToken cancellation, params string[] databases)
    {
        foreach (var database in databases)
        {
            await using var connection = await OpenAsync(database, cancellation);
            await connection.ExecuteAsync("vacuum (analyze)", cancellation);
            await connection.ExecuteAsync("checkpoint", cancellation);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task<Dictionary<string, string>> DescribeAsync(NpgsqlConnection connection, Dictionary<string, string> settings, CancellationToken cancellation) => new(settings)
    {
        ["postgresql"] = await connection.ScalarAsync<string>("show server_version", cancellation) ?? "",
        ["fsync"] = await connection.ScalarAsync<string>("show fsync", cancellation) ?? "",
        ["wal_level"] = await connection.ScalarAsync<string>("show wal_level", cancellation) ?? "",
        ["processors"] = $"{Environment.ProcessorCount}",
        ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB",
    };
}
