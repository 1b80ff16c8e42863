using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>New tables do not fit among those that stay: all are to be copied.</summary>
internal sealed class KeptInTheWayException : Exception;

/// <summary>One attempt at a night's mirror, from one snapshot of production.</summary>
internal sealed class NightlyMirror(JobContext context, NpgsqlConnection analytics, PgTools tools, bool everything)
{
    private readonly MirrorSelection selection = new(context.Settings.Miroir);
    private readonly MirrorSwap swap = new(context.Analytics, analytics, tools, context.Logger);

    /// <exception cref="SourceMovedException">A new attempt is needed.</exception>
    public async Task<JsonObject> RunAsync(CancellationToken cancellation)
    {
        await using var watch = new SourceWatch(context.RequiredSource);
        await using var snapshot = await SourceSnapshot.TakeAsync(context.RequiredSource, cancellation);
        var tables = await SourceTable.AllAsync(snapshot.Connection, selection, cancellation);
        var columns = await MirrorColumns.OfAsync(snapshot.Connection, analytics, context.Settings, selection, cancellation);
        var reader = new SourceReader(snapshot, watch, tables, context.Logger);

        await using var draft = new MirrorDraft(context, analytics, tools, swap, reader, snapshot, tables, columns);
        var (plan, archive) = await draft.MakeAsync(everything, cancellation);
        try
        {
            // Nobody can read the previous mirror any more when the first row of the new one comes; its files go meanwhile.
            await using var previous = await swap.DropPreviousAsync(cancellation);
            JsonObject facts = [];
            await SideBySide.RunAsync(cancellation, _ => previous.CommitAsync(), async stop => facts = await BuildAsync(archive, plan, tables, columns, reader, snapshot, stop));
            facts["excludedTables"] = Names(tables.Values.Where(t => t.IsExcluded).Select(t => t.Name));
            facts["tablesWithoutRows"] = Names(tables.Values.Where(t => !t.IsExcluded && columns.IsWithoutRows(t.Name)).Select(t => t.Name));
            facts["leftOut"] = Names(draft.LeftOut);
            facts["missingExtensions"] = Names(draft.MissingExtensions);
            facts["droppedColumns"] = Names(columns.Dropped);
            facts["pseudonymisedColumns"] = Names(columns.Pseudonymised);
            facts["unknownColumns"] = Names(columns.Unknown);
            facts["personalColumnsInClear"] = Names(columns.PersonalInClear);
            return facts;
        }
        finally
        {
            await MirrorBuild.CleanUpAsync(context.Analytics);
        }
    }

    private async Task<JsonObject> BuildAsync(MirrorArchive archive, MirrorPlan plan, IReadOnlyDictionary<string, SourceTable> source, MirrorColumns columns, SourceReader reader, SourceSnapshot snapshot, CancellationToken cancellation)
    {
        var build = new MirrorBuild(context, analytics, archive, context.Settings.Miroir.Connections);
        var tables = await build.DefineAsync(cancellation);
        if (await analytics.ScalarAsync<bool>(SqlFile.Read("Jobs/DumpForAnalytics/noms_de_types.sql"), cancellation, MirrorSchema.Next, plan.Kept.ToArray()))
        {
            throw new KeptInTheWayException();
        }

        var drift = await analytics.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/ecarts.sql"), static r => (Kind: r.GetString(0), Name: r.GetString(1)), cancellation, MirrorSchema.Next, plan.Kept.ToArray());
        using var copier = new TableCopier(context, reader, columns, new TableRanges(source, context.Settings.Miroir.LargeTable), tables.Sum(t => source[t.Name].EstimatedRows));
        await build.FillAsync([.. tables.OrderByDescending(t => source[t.Name].Bytes)], t => source[t.Name].Bytes, copier.CopyAsync, cancellation);
        var kept = await KeptAsync(plan, columns, cancellation);
        var verified = context.Settings.Miroir.Verifier
            ? await new ContentCheck(context, reader, columns).RunAsync([.. tables.Select(t => (t, MirrorSchema.Next)), .. kept.Select(t => (t, "public"))], cancellation) : 0;
        await build.SequencesAsync(await reader.ReadCatalogsAsync(MirrorBuild.SourceSequencesAsync, cancellation), KeptSequences(plan, source), cancellation);
        var unfilled = await snapshot.Connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/vues_vides.sql"), static r => r.GetString(0), cancellation);
        // Production is done with: nothing of ours is open there while keys are made.
        await snapshot.EndAsync();
        await build.FinishAsync(tables, t => source[t].Bytes, unfilled, cancellation);

        var records = new CopyRecords(analytics, plan, source, columns, copier.Done);
        var loss = await swap.ExchangeAsync(plan, () => records.SaveAsync(cancellation), cancellation);
        await records.CompleteAsync(CancellationToken.None);
        var facts = new JsonObject
        {
            ["tables"] = tables.Count + kept.Count,
            ["rows"] = copier.Rows,
            ["unchangedTables"] = kept.Count,
            ["lostObjects"] = Names(loss.Objects),
            ["brokenKeys"] = Names(loss.Keys),
        };
        if (verified > 0) facts["verifiedTables"] = verified;
        foreach (var kind in drift.GroupBy(d => d.Kind)) facts[kind.Key] = Names(kind.Select(d => d.Name));
        return facts;
    }

    private async Task<IReadOnlyList<MirrorTable>> KeptAsync(MirrorPlan plan, MirrorColumns columns, CancellationToken cancellation) =>
        [.. (await MirrorBuild.TablesAsync(analytics, "public", cancellation)).Where(t => plan.Kept.Contains(t.Name)).Select(columns.Copied)];

    private static HashSet<string> KeptSequences(MirrorPlan plan, IReadOnlyDictionary<string, SourceTable> source) =>
        [.. plan.Kept.SelectMany(t => source[t].OwnSequences), .. plan.Staying.Where(o => o.Type == "sequence").Select(o => o.Identity)];

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Order(StringComparer.Ordinal).Select(n => JsonValue.Create(n))]);
}
