using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Turns production's definitions into those of the new copy: excluded tables and columns gone, everything else in the schema of
/// the new copy. The definitions are laid out in a server, moved there, and dumped again: PostgreSQL itself rewrites every
/// reference, which no reading of SQL text could do safely.
/// </summary>
internal sealed class MirrorSchema(AnalyticsDatabase analytics, PgTools tools, SchemaTrimming trimming, IReadOnlySet<(string Type, string Identity)> staying) : IAsyncDisposable
{
    public const string Next = "pipeline_miroir_suivant";

    /// <summary>Where a function finds, by their bare names, what is of this night, and then what stays.</summary>
    public const string SearchPath = $"{Next}, public";

    /// <summary>What was left out beyond what the settings name.</summary>
    public List<string> LeftOut { get; } = [];

    private Task dropped = Task.CompletedTask;

    /// <param name="archive">Where production's definitions are, as pg_dump writes them.</param>
    /// <param name="dump">Brings them there.</param>
    /// <param name="extensions">Production's extensions, which the definitions may name.</param>
    /// <param name="cancellation">Leaves nothing.</param>
    public async Task<MirrorArchive> TranslateAsync(string archive, Func<CancellationToken, Task> dump, IReadOnlyList<(string, string)> extensions, CancellationToken cancellation)
    {
        var translated = archive + ".next";
        if (await ScratchDatabase.IsPossibleAsync(analytics, extensions, cancellation))
        {
            return await InScratchAsync(archive, dump, extensions, async (scratch, connection) =>
                await MirrorArchive.OfAsync(connection, tools, analytics, translated, () => tools.DumpSchemaAsync(analytics, scratch, Next, null, [], translated, cancellation), cancellation), cancellation);
        }

        await dump(cancellation);
        LeftOut.AddRange(await new InPlaceDraft(analytics, tools).LayOutAsync(archive, trimming, cancellation));
        await using var here = await analytics.OpenAsync(cancellation);
        return await MirrorArchive.OfAsync(here, tools, analytics, translated, () => tools.DumpSchemaAsync(analytics, null, Next, null, [], translated, cancellation), cancellation);
    }

    /// <summary>To drop a database is to wait for a checkpoint: nothing else waits for that.</summary>
    public async ValueTask DisposeAsync() => await dropped;

    private async Task<MirrorArchive> InScratchAsync(string archive, Func<CancellationToken, Task> dump, IReadOnlyList<(string, string)> extensions, Func<string, NpgsqlConnection, Task<MirrorArchive>> translate, CancellationToken cancellation)
    {
        ScratchDatabase? scratch = null;
        try
        {
            await SideBySide.RunAsync(cancellation, dump, async stop => scratch = await ScratchDatabase.CreateAsync(analytics, stop));
            await using var connection = await scratch!.DataSource.OpenConnectionAsync(cancellation);
            await LayOutAsync(connection, scratch.Name, archive, extensions, cancellation);
            return await translate(scratch.Name, connection);
        }
        finally
        {
            if (scratch is not null) dropped = scratch.DisposeAsync().AsTask();
        }
    }

    private async Task LayOutAsync(NpgsqlConnection connection, string database, string archive, IReadOnlyList<(string, string)> extensions, CancellationToken cancellation)
    {
        await Extensions.CreateAsync(connection, extensions, cancellation);
        var script = await tools.ScriptAsync(archive, await tools.ListAsync(archive, null, cancellation), "public", cancellation);
        await tools.PsqlAsync(analytics, script, cancellation, databaseName: database);
        connection.Notice += (_, e) => LeftOut.AddRange(SchemaTrimming.Fallen($"{e.Notice.MessageText}\n{e.Notice.Detail}"));
        await connection.ExecuteAsync("set client_min_messages = notice;\n" + trimming.Script, cancellation);
        await connection.ExecuteAsync($"create schema {Next}", cancellation);
        var objects = await SchemaObject.InAsync(connection, "public", Next, cancellation);
        // What stays in place is public in the new copy's definitions too.
        await SchemaObject.MoveAsync(connection, objects.Where(o => !staying.Contains((o.Type, o.Identity))), cancellation);
    }
}
