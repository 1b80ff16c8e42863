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
    private readonly MirrorSchema schema = new(context.Analytics, tools, new SchemaTrimming(columns, tables));

    /// <summary>Production's, which this server does not have.</summary>
    public IReadOnlyList<string> MissingExtensions { get; private set; } = [];

    /// <summary>What was left out beyond what the settings name.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    /// <param name="everything">No table stays.</param>
    /// <param name="cancellation">Leaves analytics as it was.</param>
    /// <exception cref="PipelineException">Something would stop the exchange.</exception>
    public async Task<(MirrorPlan Plan, MirrorArchive Archive)> MakeAsync(bool everything, CancellationToken cancellation)
    {
        var extensions = await Extensions.OfAsync(snapshot.Connection, cancellation);
        var elsewhere = await snapshot.Connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/partitions_ailleurs.sql"), static r => r.GetString(0), cancellation);
        var scratch = await ScratchDatabase.IsPossibleAsync(context.Analytics, extensions, cancellation);
        Guess? guess = null;
        await SideBySide.RunAsync(cancellation,
            DumpAsync,
            stop => scratch ? schema.PrepareAsync(stop) : Task.CompletedTask,
            // Beside what stays, the new tables can be laid out in a scratch database only.
            async stop => guess = await GuessAsync(everything || !scratch, stop));
        MissingExtensions = await Extensions.CreateAsync(analytics, extensions, cancellation);

        var (anew, unchanged, plan) = guess!;
        MirrorArchive? archive = null;
        IReadOnlyCollection<string> proven = [];
        await SideBySide.RunAsync(cancellation,
            async stop => proven = unchanged is null ? [] : await unchanged.ProvenAsync(plan.Kept, stop),
            async stop => archive = await schema.TranslateAsync(Dump, extensions, plan.Staying, stop));
        if (proven.Count < plan.Kept.Count)
        {
            plan = anew.Keeping(proven);
            await swap.EnsurePossibleAsync(plan, cancellation);
            await schema.PrepareAsync(cancellation);
            archive = await schema.TranslateAsync(Dump, extensions, plan.Staying, cancellation);
        }

        LeftOut = [.. elsewhere, .. schema.Fallen];
        return (plan, archive!);
    }

    public async ValueTask DisposeAsync()
    {
        await schema.DisposeAsync();
        folder.Dispose();
    }

    /// <param name="Anew">Everything is copied.</param>
    /// <param name="Unchanged">Who looked; null when everything is copied.</param>
    /// <param name="Likely">What a look at the tables makes likely.</param>
    private sealed record Guess(MirrorPlan Anew, UnchangedTables? Unchanged, MirrorPlan Likely);

    private string Dump => folder.File("source.dump");

    private async Task<Guess> GuessAsync(bool everything, CancellationToken cancellation)
    {
        var anew = await reader.ReadCatalogsAsync(source => MirrorPlan.AnewAsync(source, cancellation), cancellation);
        var unchanged = everything ? null : new UnchangedTables(context, reader, tables, anew, columns.Text);
        var likely = unchanged is null ? anew : anew.Keeping(await unchanged.LikelyAsync(cancellation));
        await swap.EnsurePossibleAsync(likely, cancellation);
        return new Guess(anew, unchanged, likely);
    }

    private Task DumpAsync(CancellationToken cancellation)
    {
        var passedBy = tables.Values.Where(t => t.IsPassedBy).SelectMany(t => t.OwnSequences.Append(t.Name)).ToList();
        return reader.RunToolAsync(() => tools.DumpSchemaAsync(context.RequiredSource, null, "public", snapshot.Id, passedBy, Dump, cancellation), cancellation);
    }
}
