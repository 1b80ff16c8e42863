using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Job 0: mirrors production's schema public, but the excluded tables. The copy is built in a schema of its own and swapped in
/// when it is whole; whatever happens before leaves the previous mirror in place.
/// </summary>
public sealed class DumpForAnalyticsJob : IJob
{
    public string Verb => "dump-for-analytics";

    public bool ReadsSource => true;

    public async Task VerifyAsync(JobContext context, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await new PgTools(context.Settings.PostgresBin).EnsureNotOlderAsync([(context.RequiredSource, source.PostgreSqlVersion), (context.Analytics, analytics.PostgreSqlVersion)], cancellation);
        await EnsureUsableAsync(source, await SourceTable.AllAsync(source, new MirrorSelection(context.Settings.Miroir), cancellation), context.Vues, cancellation);
    }

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        var selection = new MirrorSelection(context.Settings.Miroir);
        var tools = new PgTools(context.Settings.PostgresBin);
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Miroir, context.Logger, cancellation);

        // After the lock: a snapshot held while another run works would keep production from tidying up.
        await using var snapshot = await SourceSnapshot.TakeAsync(context.RequiredSource, cancellation);
        var source = await SourceTable.AllAsync(snapshot.Connection, selection, cancellation);
        await EnsureUsableAsync(snapshot.Connection, source, context.Vues, cancellation);

        var swap = new MirrorSwap(context.Analytics, analytics, tools, context.Logger);
        await swap.EnsurePossibleAsync(cancellation);
        using var folder = new PrivateFolder();
        var schema = new MirrorSchema(context.Analytics, tools, new SchemaTrimming(selection, source));
        schema.LeftOut.AddRange(await snapshot.Connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/partitions_ailleurs.sql"), static r => r.GetString(0), cancellation));
        var extensions = await Extensions.OfAsync(snapshot.Connection, cancellation);
        var dump = folder.File("source.dump");
        await tools.DumpSchemaAsync(context.RequiredSource, null, "public", snapshot.Id, source.Values.Where(t => t.IsPassedBy).SelectMany(t => t.OwnSequences.Append(t.Name)), dump, cancellation);
        var missingExtensions = await Extensions.CreateAsync(analytics, extensions, cancellation);
        var archive = await schema.TranslateAsync(dump, extensions, cancellation);

        var build = new MirrorBuild(context, analytics, tools, archive);
        try
        {
            var tables = await build.DefineAsync(cancellation);
            var rows = await new TableCopier(context, snapshot, selection).CopyAsync(tables, source, cancellation);
            await build.FinishAsync(snapshot.Connection, cancellation);
            await swap.ExchangeAsync(cancellation);
            return new JobOutcome(new JsonObject
            {
                ["tables"] = tables.Count,
                ["rows"] = rows,
                ["excludedTables"] = Names(source.Values.Where(t => t.IsExcluded).Select(t => t.Name)),
                ["tablesWithoutRows"] = Names(tables.Select(t => t.Name).Where(selection.IsWithoutRows)),
                ["leftOut"] = Names(schema.LeftOut),
                ["missingExtensions"] = Names(missingExtensions),
            });
        }
        finally
        {
            await build.CleanUpAsync();
        }
    }

    /// <summary>Fails before anything is changed when the mirror could not serve the jobs that follow.</summary>
    private static async Task EnsureUsableAsync(NpgsqlConnection source, IReadOnlyDictionary<string, SourceTable> tables, IReadOnlyList<VueDefinition> vues, CancellationToken cancellation)
    {
        var missing = await MirrorRequirements.MissingAsync(source, cancellation);
        if (missing.Count > 0) throw new PipelineException($"The source lacks {string.Join(", ", missing.Select(m => "public." + m))}, which the pipeline reads: was it renamed? The previous mirror stays in place.");

        var ours = vues.Select(v => v.Name).Concat(["evenement_engagement", "evenement_engagement_jeune"]).FirstOrDefault(n => tables.TryGetValue(n, out var table) && !table.IsExcluded);
        if (ours is not null) throw PipelineException.Misused($"The source has a table public.{ours}, a name that the pipeline writes under in analytics: add it to Pipeline__Miroir__Exclure.");
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Order(StringComparer.Ordinal).Select(n => JsonValue.Create(n))]);
}
