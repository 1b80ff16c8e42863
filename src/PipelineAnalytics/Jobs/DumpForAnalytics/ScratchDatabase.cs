using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// An empty database beside analytics, where production's definitions are laid out, trimmed and moved to the schema of the new
/// copy: the server itself rewrites every reference, which no reading of SQL text could do safely. It never holds a row.
/// </summary>
/// <remarks>A crash leaves it behind, empty; the next run drops it first. Its name belongs to one analytics database.</remarks>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly AnalyticsDatabase analytics;

    private ScratchDatabase(AnalyticsDatabase analytics, string name, NpgsqlDataSource dataSource) => (this.analytics, Name, DataSource) = (analytics, name, dataSource);

    public string Name { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The user must be allowed to create a database, and in it the extensions that production uses.</summary>
    public static async Task<bool> IsPossibleAsync(AnalyticsDatabase analytics, IReadOnlyList<(string Name, string Schema)> extensions, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        return await connection.ScalarAsync<bool>(SqlFile.Read("Jobs/DumpForAnalytics/brouillon_possible.sql"), cancellation, (object)extensions.Select(e => e.Name).ToArray());
    }

    public static async Task<ScratchDatabase> CreateAsync(AnalyticsDatabase analytics, CancellationToken cancellation)
    {
        string name;
        await using (var connection = await analytics.OpenAsync(cancellation))
        {
            name = $"pipeline_brouillon_{await connection.ScalarAsync<uint>("select oid from pg_database where datname = current_database()", cancellation)}";
            await connection.ExecuteAsync($"drop database if exists {QuotedName.Of(name)} with (force)", cancellation);
            await connection.ExecuteAsync($"create database {QuotedName.Of(name)} template template0", cancellation);
        }

        // No pool: a pooled connection would keep the database from being dropped. Details may be told: it holds no datum.
        var there = new NpgsqlConnectionStringBuilder(analytics.Connection.ConnectionString) { Database = name, Pooling = false, IncludeErrorDetail = true };
        return new ScratchDatabase(analytics, name, NpgsqlDataSource.Create(there));
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        try
        {
            await using var connection = await analytics.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync($"drop database if exists {QuotedName.Of(Name)} with (force)", CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
            // Said once is enough: what brought the server down is on its way up already, and the next run drops it.
        }
    }
}
