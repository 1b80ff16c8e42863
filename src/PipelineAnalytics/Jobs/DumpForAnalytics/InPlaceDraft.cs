using System.Text;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// For a user who may not create a database: the definitions are laid out in analytics itself, in one transaction of psql in which
/// the mirrored objects of public step aside and come back. Readers of them wait about a second.
/// </summary>
/// <remarks>A crash leaves nothing: the transaction is all there is. A lock that is not free at once ends it, to be tried again.</remarks>
internal sealed class InPlaceDraft(AnalyticsDatabase analytics, PgTools tools)
{
    private const string Aside = "pipeline_miroir_parking";

    /// <summary>What the mirror put there; before the first mirror, all that may be in its way: what is not the pipeline's own.</summary>
    private const string Mirrored = """
        exists (select from pipeline.miroir_objet m where (m.type, m.identite) = (o.type, o.identity))
        or not exists (select from pipeline.miroir_objet)
          and o.identity not in ('public.evenement_engagement', 'public.evenement_engagement_jeune')
          and o.identity not in (select format('public.%I', vue) from pipeline.vue)
        """;

    private const string New = "o.objid not in (select objid from objets_restes)";

    /// <returns>What fell with the tables that are left out.</returns>
    public async Task<IEnumerable<string>> LayOutAsync(string archive, SchemaTrimming trimming, CancellationToken cancellation)
    {
        var definitions = await tools.ScriptAsync(archive, await tools.ListAsync(archive, null, cancellation), "public", cancellation);
        var script = new StringBuilder()
            .AppendLine("begin;")
            .AppendLine($"drop schema if exists {MirrorSchema.Next} cascade; create schema {MirrorSchema.Next}; create schema {Aside};")
            .AppendLine($"set local lock_timeout = '{MirrorSwap.LockTimeout}';")
            .AppendLine(Move("public", Aside, Mirrored))
            .AppendLine($"create temp table objets_restes on commit drop as select objid from ({Objects("public", "public")}) o;")
            .AppendLine(WithoutTimeouts(definitions))
            .AppendLine("set local client_min_messages = notice;")
            .AppendLine(trimming.Script)
            .AppendLine("set local client_min_messages = warning;")
            .AppendLine(Move("public", MirrorSchema.Next, New))
            .AppendLine(Move(Aside, "public", "true"))
            .AppendLine($"drop schema {Aside};")
            .AppendLine("commit;")
            .ToString();
        return SchemaTrimming.Fallen(await MirrorSwap.Patience.ExecuteAsync(async token => await tools.PsqlAsync(analytics, script, token), cancellation));
    }

    /// <summary>pg_restore's session waits for locks as long as it takes; this one does not.</summary>
    private static string WithoutTimeouts(string definitions) =>
        string.Join('\n', definitions.Split('\n').Where(l => !l.StartsWith("SET lock_timeout", StringComparison.Ordinal)));

    /// <summary>psql runs each row that the query returns as a statement.</summary>
    private static string Move(string from, string to, string which) => $"select sql from ({Objects(from, to)}) o where {which} \\gexec";

    /// <summary>psql's query takes no parameters; these names are ours, without a quote in them.</summary>
    private static string Objects(string from, string to) => "\n" + SqlFile.Read("Jobs/DumpForAnalytics/objets.sql")
        .Replace("$1", $"'{from}'", StringComparison.Ordinal)
        .Replace("$2::text", $"'{to}'", StringComparison.Ordinal) + "\n";
}
