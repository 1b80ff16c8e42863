using Npgsql;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Extensions of production that analytics lacks: tried there, in a transaction that is rolled back, for a platform may allow what catalogs deny.</summary>
internal sealed class ExtensionsCheck : ICheck
{
    public string Subject => "extensions";

    public string What => "extensions";

    public Needs Needs => Needs.Source | Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        var tables = await examination.MirroredAsync(source, cancellation);
        var there = new List<string>();
        foreach (var (name, schema) in await Extensions.OfAsync(source, cancellation))
        {
            if (await WhyNotAsync(analytics, name, schema, cancellation) is not { } why)
            {
                there.Add(name);
                continue;
            }

            var users = await source.QueryAsync(SqlFile.Read("Diagnostic/Checks/extension_utilisee.sql"), static r => r.GetString(0), cancellation, name, tables.Select(t => t.Name).ToArray());
            if (users.Count == 0) findings.Attention($"{name} cannot be created in analytics ({why}); nothing that is mirrored needs it");
            else findings.Fault($"{name} cannot be created in analytics ({why}), and {Findings.Few(users, 3)} needs it", $"install it on the server, and let an administrator run: create extension {QuotedName.Of(name)}");
        }

        if (there.Count > 0) findings.Ok($"{string.Join(", ", there)}: in analytics already, or made by the first mirror");
    }

    private static async Task<string?> WhyNotAsync(NpgsqlConnection analytics, string name, string schema, CancellationToken cancellation)
    {
        if (await analytics.ScalarAsync<bool>("select exists (select from pg_extension where extname = $1)", cancellation, name)) return null;
        if (!await analytics.ScalarAsync<bool>("select exists (select from pg_available_extensions where name = $1)", cancellation, name)) return "the server does not have it";

        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        try
        {
            await analytics.ExecuteAsync($"set local lock_timeout = '2s'; set local client_min_messages = error; create schema if not exists {QuotedName.Of(schema)}; create extension {QuotedName.Of(name)} with schema {QuotedName.Of(schema)}", cancellation);
            return null;
        }
        catch (PostgresException e)
        {
            return ServerWords.Of(e);
        }
        finally
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
    }
}
