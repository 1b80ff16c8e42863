using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Views that analysts laid over tables of ours, mirrored or published. They follow their table wherever it is moved, so they are made again over the new one, by pg_dump's own words: same definition, owner, grants, comment.</summary>
internal sealed class DependentViews
{
    private readonly NpgsqlConnection connection;
    private readonly List<View> views;
    private readonly string definitions;

    private DependentViews(NpgsqlConnection connection, List<View> views, string definitions) =>
        (this.connection, this.views, this.definitions) = (connection, views, definitions);

    private sealed record View(string Name, string Kind, bool Filled, string? OtherOwner);

    /// <exception cref="PipelineException">A view belongs to a role that this user is not of: PostgreSQL lets only its owner replace it.</exception>
    public static async Task<DependentViews> OfAsync(AnalyticsDatabase analytics, NpgsqlConnection connection, Lazy<PgTools> tools, uint[] relations, CancellationToken cancellation)
    {
        var views = await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/vues_dependantes.sql"),
            static r => new View(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.IsDBNull(3) ? null : r.GetString(3)), cancellation, (object)relations);
        if (views.FirstOrDefault(v => v.OtherOwner is not null) is { } foreign)
        {
            throw new PipelineException($"The {foreign.Kind} {foreign.Name} reads a table that is to be replaced, and belongs to {foreign.OtherOwner}: to make it again over the new one, the user of {analytics.Setting} must be of that role: grant {QuotedName.Of(foreign.OtherOwner!)} to {QuotedName.Of(connection.UserName ?? "")}. What stands stays.");
        }

        var definitions = views.Count == 0 ? "" : await tools.Value.ViewDefinitionsAsync(analytics, views.Select(v => v.Name), cancellation);
        return new DependentViews(connection, views, definitions);
    }

    public async Task DropAsync(CancellationToken cancellation)
    {
        foreach (var view in views) await connection.ExecuteAsync($"drop {view.Kind} {view.Name}", cancellation);
    }

    /// <summary>Not psql's own lines (\restrict), and not the settings of pg_dump's session: ours, the lock time-out above all, stay.</summary>
    private static bool IsDefinition(string line) =>
        !line.StartsWith('\\') && !line.StartsWith("SET ", StringComparison.Ordinal) && !line.StartsWith("SELECT pg_catalog.set_config(", StringComparison.Ordinal);

    /// <exception cref="PipelineException">A view does not fit the new tables: a column of it is gone.</exception>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (views.Count == 0) return;
        try
        {
            await connection.ExecuteAsync(string.Join('\n', definitions.Split('\n').Where(IsDefinition)), cancellation);
            foreach (var view in views.Where(v => v.Filled).Reverse()) await connection.ExecuteAsync($"refresh materialized view {view.Name}", cancellation);
        }
        catch (PostgresException e) when (e.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected))
        {
            throw new PipelineException($"A view of analytics ({string.Join(", ", views.Select(v => v.Name))}) does not fit the new tables under it: {e.MessageText}. Change or drop it; the previous tables stay in place.", e);
        }
    }
}
