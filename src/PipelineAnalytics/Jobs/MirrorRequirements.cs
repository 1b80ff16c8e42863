using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs;

/// <summary>The tables and columns that enrichment and vues read of the mirror: looked for in production before it is copied, and in analytics before it is read.</summary>
internal static class MirrorRequirements
{
    /// <returns>Empty when all is there.</returns>
    public static Task<List<string>> MissingAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.QueryAsync(SqlFile.Read("Jobs/miroir_requis.sql"), static r => r.GetString(0), cancellation);

    /// <exception cref="PipelineException">The mirror in analytics is missing or incomplete.</exception>
    public static async Task EnsureAsync(AnalyticsDatabase analytics, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        var missing = await MissingAsync(connection, cancellation);
        if (missing.Count > 0)
        {
            throw new PipelineException($"The mirror in analytics lacks {string.Join(", ", missing.Select(m => "public." + m))}: run dump-for-analytics first; nothing was changed.");
        }
    }
}
