using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Turns production's definitions into those of the new copy: excluded tables and columns gone, everything else in the schema of
/// the new copy. The definitions are laid out in a server, moved there, and dumped again: PostgreSQL itself rewrites every
/// reference, which no reading of SQL text could do safely.
/// </summary>
internal sealed class MirrorSchema(AnalyticsDatabase analytics, PgTools tools, SchemaTrimming trimming) : IAsyncDisposable
{
    public const string Next = "pipeline_miroir_suivant";

    /// <summary>Where a function finds, by their bare names, what is of this night, and then what stays.</summary>
    public const string SearchPath = $"{Next}, public";

    private readonly List<string> fallen = [];
    private ScratchDatabase? scratch;
    private Task dropped = Task.CompletedTask;

    /// <summary>What fell with the tables and columns that are left out.</summary>
    public IReadOnlyList<string> Fallen => fallen;

    /// <summary>Makes a scratch database, where the user may: it takes as long as pg_dump, and can be made beside it.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await dropped;
        scratch = await ScratchDatabase.CreateAsync(analytics, cancellation);
    }

    /// <param name="archive">Production's definitions, as pg_dump wrote them.</param>
    /// <param name="extensions">Production's extensions, which the definitions may name.</param>
    /// <param name="staying">What stays in public, where it is.</param>
    /// <param name="cancellation">Leaves nothing.</param>
    public async Task<MirrorArchive> TranslateAsync(string archive, IReadOnlyList<(string, string)> extensions, IReadOnlySet<(string Type, string Identity)> staying, CancellationToken cancellation)
    {
        fallen.Clear();
        if (scratch is null)
        {
            fallen.AddRange(await new InPlaceDraft(analytics, tools).LayOutAsync(archive, trimming, cancellation));
            await using var here = await analytics.OpenAsync(cancellation);
            return await DumpAsync(here, null, archive, cancellation);
        }

        try
        {
            await using var connection = await scratch.DataSource.OpenConnectionAsync(cancellation);
            await LayOutAsync(connection, scratch.Name, archive, extensions, staying, cancellation);
            return await DumpAsync(connection, scratch.Name, archive, cancellation);
        }
        finally
        {
            Drop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        await dropped;
    }

    /// <summary>To drop a database is to wait for a checkpoint: nothing else waits for that.</summary>
    private void Drop()
    {
        if (scratch is not null) dropped = scratch.DisposeAsync().AsTask();
        scratch = null;
    }

    private Task<MirrorArchive> DumpAsync(NpgsqlConnection layout, string? database, string archive, CancellationToken cancellation)
    {
        var translated = archive + ".next";
        return MirrorArchive.OfAsync(layout, tools, analytics, translated, () => tools.DumpSchemaAsync(analytics, database, Next, null, [], translated, cancellation), cancellation);
    }

    private async Task LayOutAsync(NpgsqlConnection connection, string database, string archive, IReadOnlyList<(string, string)> extensions, IReadOnlySet<(string Type, string Identity)> staying, CancellationToken cancellation)
    {
        await Extensions.CreateAsync(connection, extensions, cancellation);
        var script = await tools.ScriptAsync(archive, await tools.ListAsync(archive, null, cancellation), "public", cancellation);
        await tools.PsqlAsync(analytics, script, cancellation, databaseName: database);
        connection.Notice += (_, e) => fallen.AddRange(SchemaTrimming.Fallen($"{e.Notice.MessageText}\n{e.Notice.Detail}"));
        await connection.ExecuteAsync("set client_min_messages = notice;\n" + trimming.Script, cancellation);
        await connection.ExecuteAsync($"create schema {Next}", cancellation);
        var objects = await SchemaObject.InAsync(connection, "public", Next, cancellation);
        // What stays in place is public in the new copy's definitions too.
        await SchemaObject.MoveAsync(connection, objects.Where(o => !staying.Contains((o.Type, o.Identity))), cancellation);
    }
}
