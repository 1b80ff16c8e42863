using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir.Ressemblance;

/// <summary>A copy of a whole database, from which a test may take away what is not to be compared, gone when disposed.</summary>
internal sealed class ScratchCopy : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder connection;
    private readonly NpgsqlDataSource database;

    private ScratchCopy(NpgsqlConnectionStringBuilder connection) => (this.connection, database) = (connection, NpgsqlDataSource.Create(connection));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="text">The connection of the database that is copied; nobody else may be connected to it.</param>
    /// <param name="origin">The sessions that are kept to it.</param>
    /// <param name="trimming">SQL that is run in the copy.</param>
    public static async Task<ScratchCopy> OfAsync(string text, NpgsqlDataSource origin, string trimming)
    {
        var connection = new NpgsqlConnectionStringBuilder(text);
        var original = QuotedName.Of(connection.Database!);
        connection.Database += "_copie";
        connection.Pooling = false;
        origin.Clear();
        await using (var server = Server(text)) await TestPipeline.ExecuteAsync(server, $"create database {QuotedName.Of(connection.Database!)} template {original}");
        var copy = new ScratchCopy(connection);
        await TestPipeline.ExecuteAsync(copy.database, trimming);
        return copy;
    }

    public Task<string> DefinitionsAsync() => ClientTool.DefinitionsAsync(connection.ConnectionString);

    /// <summary>What each table, view and sequence of the schema public holds, by its name.</summary>
    public async Task<Dictionary<string, string>> ContentsAsync()
    {
        await using var session = await database.OpenConnectionAsync(Cancellation);
        var contents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, query) in await RelationsAsync(session))
        {
            await using var command = new NpgsqlCommand(query, session);
            contents[name] = (string)(await command.ExecuteScalarAsync(Cancellation))!;
        }

        return contents;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await using var server = Server(connection.ConnectionString);
        await TestPipeline.ExecuteAsync(server, $"drop database {QuotedName.Of(connection.Database!)} with (force)");
    }

    private static async Task<List<(string Name, string Query)>> RelationsAsync(NpgsqlConnection session)
    {
        await using var command = new NpgsqlCommand(await Zoo.ReadAsync("Ressemblance/relations.sql"), session);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var relations = new List<(string, string)>();
        while (await reader.ReadAsync(Cancellation)) relations.Add((reader.GetString(0), reader.GetString(1)));
        return relations;
    }

    /// <summary>A database cannot be copied or dropped by one who is connected to it.</summary>
    private static NpgsqlDataSource Server(string text) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(text) { Database = "postgres", Pooling = false });
}
