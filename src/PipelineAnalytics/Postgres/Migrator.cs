using DbUp;
using DbUp.Engine.Output;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using PipelineAnalytics.Takeover;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Brings the pipeline's own tables up to date: <c>Migrations/*.sql</c>, each once, each in a transaction, recorded in
/// <c>pipeline.schema_version</c>; then the table of events into public. Safe to call at any time, by several processes.
/// </summary>
internal static class Migrator
{
    private const string Folder = "Postgres/Migrations/";

    public static async Task MigrateAsync(AnalyticsDatabase analytics, PipelineSettings settings, ILogger logger, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(connection, PipelineLock.Migrations, logger, cancellation);
        await connection.ExecuteAsync("set client_min_messages = warning; create schema if not exists pipeline", cancellation);

        var result = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(analytics.DataSource))
            .WithScriptsEmbeddedInAssembly(typeof(Migrator).Assembly, name => name.StartsWith(Folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(TimeSpan.Zero)
            .JournalToPostgresqlTable("pipeline", "schema_version")
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new PipelineException($"The schema of {analytics.Place} (ConnectionStrings__Analytics) cannot be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
        }

        await new EvenementTakeover(analytics, settings, logger).RunAsync(connection, settings.FuseauHoraire, cancellation);
        foreach (var script in result.Scripts) logger.Migrated(script.Name[Folder.Length..]);
    }
}
