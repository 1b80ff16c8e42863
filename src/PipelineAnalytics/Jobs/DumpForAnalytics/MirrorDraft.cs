using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// What a night will do, before it does any of it: which tables are copied, and the definitions of the new copy. The proof that a table did not
/// change reads all its rows; the definitions are laid out meanwhile, for the tables that likely did not. Where the proof finds otherwise, they are laid out again.
/// </summary>
internal sealed class MirrorDraft(JobContext context, NpgsqlConnection analytics, PgTools tools, MirrorSwap swap, SourceReader reader, SourceSnapshot snapshot, IReadOnlyDictionary<string, SourceTable> tables, MirrorColumns columns) : IAsyncDisposable
{
    private readonly PrivateFolder folder = new();
    private MirrorSchema? schema;

    /// <summary>Production's, which this server does not have.</summary>
    public IReadOnlyList<string> MissingExtensions { get; private set; } = [];

    /// <summary>What was left out beyond what the settings name.</summary>
    public IReadOnlyList<string> LeftOut => schema?.LeftOut ?? [];

    /// <param name="everything">No table stays.</param>
    /// <param name="cancellation">Leaves analytics as it was.</param>
    /// <exception cref="PipelineException">Something would stop the exchange.</exception>
    public async Task<(MirrorPlan Plan, MirrorArchive Archive)> MakeAsync(bool everything, CancellationToken cancellation)
    {
        var extensions = await Extensions.OfAsync(snapshot.Connection, cancellation);
        var anew = await reader.ReadCatalogsAsync(source => MirrorPlan.AnewAsync(source, cancellation), cancellation);
        // Beside what stays, the new tables are laid out in a scratch database.
        var unchanged = everything || !await ScratchDatabase.IsPossibleAsync(context.Analytics, extensions, cancellation) ? null : new UnchangedTables(context, reader, tables, anew, columns.Text);
        var plan = unchanged is null ? anew : anew.Keeping(await unchanged.LikelyAsync(cancellation));
        await swap.EnsurePossibleAsync(plan, cancellation);
        MissingExtensions = await Extensions.CreateAsync(analytics, extensions, cancellation);

        MirrorArchive? archive = null;
        IReadOnlyCollection<string> proven = [];
        await SideBySide.RunAsync(cancellation,
            async stop => proven = unchanged is null ? [] : await unchanged.ProvenAsync(plan.Kept, stop),
            async stop => archive = await LayOutAsync(plan, extensions, DumpAsync, stop));
        if (proven.Count == plan.Kept.Count) return (plan, archive!);

        plan = anew.Keeping(proven);
        await swap.EnsurePossibleAsync(plan, cancellation);
        return (plan, await LayOutAsync(plan, extensions, _ => Task.CompletedTask, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        if (schema is not null) await schema.DisposeAsync();
        folder.Dispose();
    }

    private string Dump => folder.File("source.dump");

    private async Task<MirrorArchive> LayOutAsync(MirrorPlan plan, IReadOnlyList<(string, string)> extensions, Func<CancellationToken, Task> dump, CancellationToken cancellation)
    {
        if (schema is not null) await schema.DisposeAsync();
        schema = new MirrorSchema(context.Analytics, tools, new SchemaTrimming(columns, tables), plan.Staying);
        schema.LeftOut.AddRange(await snapshot.Connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/partitions_ailleurs.sql"), static r => r.GetString(0), cancellation));
        return await schema.TranslateAsync(Dump, dump, extensions, cancellation);
    }

    private Task DumpAsync(CancellationToken cancellation)
    {
        var passedBy = tables.Values.Where(t => t.IsPassedBy).SelectMany(t => t.OwnSequences.Append(t.Name)).ToList();
        return reader.RunToolAsync(() => tools.DumpSchemaAsync(context.RequiredSource, null, "public", snapshot.Id, passedBy, Dump, cancellation), cancellation);
    }
}
