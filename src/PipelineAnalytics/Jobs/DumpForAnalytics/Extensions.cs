using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Types and functions of production may come from extensions: they are created where the copy goes, or named when they can't be.</summary>
internal static class Extensions
{
    public static Task<List<(string Name, string Schema)>> OfAsync(NpgsqlConnection source, CancellationToken cancellation) =>
        source.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/extensions.sql"), static r => (r.GetString(0), r.GetString(1)), cancellation);

    /// <returns>Those that this server does not have or this user may not create: no harm if no mirrored object needs them.</returns>
    public static async Task<IReadOnlyList<string>> CreateAsync(NpgsqlConnection target, IEnumerable<(string Name, string Schema)> extensions, CancellationToken cancellation)
    {
        await target.ExecuteAsync("set client_min_messages = warning", cancellation);
        var impossible = new List<string>();
        foreach (var (name, schema) in extensions)
        {
            try
            {
                if (await target.ScalarAsync<bool>("select exists (select from pg_extension where extname = $1)", cancellation, name)) continue;
                await target.ExecuteAsync($"create schema if not exists {QuotedName.Of(schema)}; create extension if not exists {QuotedName.Of(name)} with schema {QuotedName.Of(schema)}", cancellation);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidParameterValue)
            {
                impossible.Add(name);
            }
        }

        return impossible;
    }
}
