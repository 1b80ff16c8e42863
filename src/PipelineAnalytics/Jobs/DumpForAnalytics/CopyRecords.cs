using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>Notes what the copies of this night were made of, so that the next can prove them.</summary>
internal sealed class CopyRecords(NpgsqlConnection analytics, MirrorPlan plan, IReadOnlyDictionary<string, SourceTable> source, MirrorColumns columns, IReadOnlyDictionary<string, TableCopier.Copied> copied)
{
    /// <summary>In the transaction that shows the copies.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        await analytics.ExecuteAsync("delete from pipeline.miroir_copie where relation not in (select oid from pg_class where relkind in ('r', 'p'))", cancellation);
        var oids = (await analytics.QueryAsync("select relname::text, oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')", static r => (r.GetString(0), r.GetFieldValue<uint>(1)), cancellation)).ToDictionary();
        foreach (var table in plan.Production.Tables.Values.Where(t => !plan.Kept.Contains(t.Table!)))
        {
            // A partitioned table has no rows of its own: there is nothing to copy, and nothing that could change.
            var done = copied.GetValueOrDefault(table.Table!) ?? (table.IsPartitioned ? new TableCopier.Copied(0, 0) : null);
            if (done is null || plan.Production.Definition(table.Table!) is not { } definition || !oids.TryGetValue(table.Table!, out var oid) || !source.TryGetValue(table.Table!, out var from) || from.IsExcluded) continue;
            await new CopyRecord(oid, table.Table!, definition, columns.Text(table.Table!), plan.Server, from.File, plan.OldestXid, done.Rows, done.Xid, null).SaveAsync(analytics, cancellation);
        }

        await analytics.ExecuteAsync("""
            insert into pipeline.miroir_colonne (nom_table, nom_colonne) select * from unnest($1::text[], $2::text[]) on conflict do nothing
            """, cancellation, columns.Met.Select(c => c.Table).ToArray(), columns.Met.Select(c => c.Column).ToArray());
    }

    /// <summary>Once all is in its place, keys checked: how the copies are defined. A run that dies before leaves copies that nothing proves, and that are made again.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        var here = await MirrorCatalog.ReadAsync(analytics, cancellation);
        var defined = here.Tables.Values.Select(t => (t.Key.Object, Definition: here.Definition(t.Table!))).Where(t => t.Definition is not null).ToList();
        await analytics.ExecuteAsync("""
            update pipeline.miroir_copie c set definition_copie = d.definition
            from unnest($1::oid[], $2::text[]) d (relation, definition)
            where c.relation = d.relation and c.definition_copie is null
            """, cancellation, defined.Select(t => t.Object).ToArray(), defined.Select(t => t.Definition).ToArray());
    }
}
