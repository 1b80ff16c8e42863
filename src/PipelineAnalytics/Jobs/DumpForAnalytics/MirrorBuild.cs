using Npgsql;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Builds the new copy beside the old one: definitions, then (elsewhere) rows, then indexes, constraints and triggers.</summary>
internal sealed class MirrorBuild(JobContext context, NpgsqlConnection analytics, PgTools tools, string archive)
{
    private const string Next = MirrorSchema.Next;

    /// <summary>Makes the empty tables; whatever an earlier run left half-built is dropped.</summary>
    public async Task<IReadOnlyList<TableCopier.Table>> DefineAsync(CancellationToken cancellation)
    {
        await analytics.ExecuteAsync($"set client_min_messages = warning; drop schema if exists {Next} cascade; create schema {Next}", cancellation);
        await tools.RestoreAsync(context.Analytics, null, archive, Next, "pre-data", 1, cancellation);
        return await analytics.QueryAsync(Sql("tables_a_copier"), static r => new TableCopier.Table(r.GetString(0), r.GetFieldValue<string[]>(1)), cancellation, Next);
    }

    public async Task FinishAsync(NpgsqlConnection source, CancellationToken cancellation)
    {
        await SequencesAsync(source, cancellation);
        context.Progress.Report(new JobProgress("indexes and constraints", 0, 0, ""));
        await tools.RestoreAsync(context.Analytics, null, archive, Next, "post-data", 2, cancellation);
        foreach (var view in await analytics.QueryAsync(Sql("vues_materialisees"), static r => r.GetString(0), cancellation, Next))
        {
            await analytics.ExecuteAsync($"refresh materialized view {view}", cancellation);
        }

        await ConseillerDates.EnsureColumnsAsync(analytics, $"{Next}.conseiller", cancellation);
        foreach (var table in await analytics.QueryAsync(Sql("tables_a_copier"), static r => r.GetString(0), cancellation, Next))
        {
            await analytics.ExecuteAsync($"analyze {QuotedName.Of(Next, table)}", cancellation);
        }
    }

    /// <summary>What is left of a copy that was not swapped in. A server that is gone keeps it until the next run drops it.</summary>
    public async Task CleanUpAsync()
    {
        try
        {
            await using var connection = await context.Analytics.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync($"set client_min_messages = warning; drop schema if exists {Next} cascade", CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or PipelineException)
        {
        }
    }

    /// <summary>A sequence keeps its position: a copy that is written to, in a test for instance, goes on where production stood.</summary>
    private async Task SequencesAsync(NpgsqlConnection source, CancellationToken cancellation)
    {
        foreach (var (name, called, value) in await source.QueryAsync(Sql("sequences"), static r => (r.GetString(0), r.GetBoolean(1), r.GetInt64(2)), cancellation))
        {
            await analytics.ExecuteAsync("select setval(to_regclass($1), $2, $3) where to_regclass($1) is not null", cancellation, QuotedName.Of(Next, name).ToString(), value, called);
        }
    }

    private static string Sql(string name) => SqlFile.Read($"Jobs/DumpForAnalytics/{name}.sql");
}
