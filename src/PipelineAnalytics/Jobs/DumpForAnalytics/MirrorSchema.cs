using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Turns production's definitions into those of the new copy: excluded tables and columns gone, everything else in the schema of
/// the new copy. The definitions are laid out in a server, moved there, and dumped again: PostgreSQL itself rewrites every
/// reference, which no reading of SQL text could do safely.
/// </summary>
internal sealed class MirrorSchema(AnalyticsDatabase analytics, PgTools tools, SchemaTrimming trimming)
{
    public const string Next = "pipeline_miroir_suivant";

    /// <summary>What was left out beyond what the settings name.</summary>
    public List<string> LeftOut { get; } = [];

    /// <param name="archive">Production's definitions, as pg_dump wrote them.</param>
    /// <param name="extensions">Production's extensions, which the definitions may name.</param>
    /// <returns>The archive of the copy's definitions.</returns>
    public async Task<string> TranslateAsync(string archive, IReadOnlyList<(string, string)> extensions, CancellationToken cancellation)
    {
        var translated = archive + ".next";
        if (await ScratchDatabase.IsPossibleAsync(analytics, extensions, cancellation))
        {
            await using var scratch = await ScratchDatabase.CreateAsync(analytics, cancellation);
            await LayOutAsync(scratch, archive, extensions, cancellation);
            await tools.DumpSchemaAsync(analytics, scratch.Name, Next, null, [], translated, cancellation);
        }
        else
        {
            LeftOut.AddRange(await new InPlaceDraft(analytics, tools).LayOutAsync(archive, trimming, cancellation));
            await tools.DumpSchemaAsync(analytics, null, Next, null, [], translated, cancellation);
        }

        return translated;
    }

    private async Task LayOutAsync(ScratchDatabase scratch, string archive, IReadOnlyList<(string, string)> extensions, CancellationToken cancellation)
    {
        await using var connection = await scratch.DataSource.OpenConnectionAsync(cancellation);
        await Extensions.CreateAsync(connection, extensions, cancellation);
        await tools.RestoreAsync(analytics, scratch.Name, archive, "public", null, 1, cancellation);
        connection.Notice += (_, e) => LeftOut.AddRange(SchemaTrimming.Fallen($"{e.Notice.MessageText}\n{e.Notice.Detail}"));
        await connection.ExecuteAsync("set client_min_messages = notice;\n" + trimming.Script, cancellation);
        await connection.ExecuteAsync($"create schema {Next}", cancellation);
        await SchemaObject.MoveAsync(connection, await SchemaObject.InAsync(connection, "public", Next, cancellation), cancellation);
    }
}
