using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>What a night does with each table: which need not be copied again, because production's rows are proven to be the copy's.</summary>
/// <param name="Server">Production's server and database, as serveur.sql has them.</param>
/// <param name="OldestXid">The oldest transaction that the snapshot does not see ended.</param>
/// <param name="Production">Production's definitions.</param>
/// <param name="Kept">Tables that stay where they are.</param>
/// <param name="Staying">These, and what they are defined by: types, functions, sequences.</param>
internal sealed record MirrorPlan(string Server, long OldestXid, MirrorCatalog Production, IReadOnlySet<string> Kept, IReadOnlySet<(string Type, string Identity)> Staying)
{
    /// <summary>Everything is copied.</summary>
    public static async Task<MirrorPlan> AnewAsync(NpgsqlConnection source, CancellationToken cancellation)
    {
        var (server, oldest) = (await source.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/serveur.sql"), static r => (r.GetString(0), r.GetInt64(1)), cancellation))[0];
        return new MirrorPlan(server, oldest, await MirrorCatalog.ReadAsync(source, cancellation), new HashSet<string>(), new HashSet<(string, string)>());
    }

    /// <param name="proven">Tables of which definition and rows are production's still.</param>
    public MirrorPlan Keeping(IEnumerable<string> proven)
    {
        var kept = proven.ToHashSet(StringComparer.Ordinal);
        // What a kept table is defined by must be kept as well; a table or a view among it, only if that one is proven too.
        while (kept.RemoveWhere(t => Production.Closure(Production.Tables[t]).Any(o => IsRelation(o) && (o.Table is null || !kept.Contains(o.Table)))) > 0)
        {
        }

        var staying = kept.SelectMany(t => Production.Closure(Production.Tables[t])).Select(o => (o.Type, o.Identity)).ToHashSet();
        return this with { Kept = kept, Staying = staying };
    }

    private static bool IsRelation(MirrorCatalog.Item item) => item.Type is "table" or "view" or "materialized view" or "foreign table";
}
