using System.Text;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// For a user who may not create a database: the definitions are laid out in analytics itself, in one transaction of psql in which
/// everything of public steps aside and comes back. Readers notice nothing but a wait of about a second.
/// </summary>
/// <remarks>A crash leaves nothing: the transaction is all there is. A lock that is not free within its time-out ends it, to be tried again.</remarks>
internal sealed class InPlaceDraft(AnalyticsDatabase analytics, PgTools tools)
{
    private const string Aside = "pipeline_miroir_parking";

    /// <returns>What fell with the tables that are left out.</returns>
    public async Task<IEnumerable<string>> LayOutAsync(string archive, SchemaTrimming trimming, CancellationToken cancellation)
    {
        var definitions = await tools.ScriptAsync(archive, "public", cancellation);
        var script = new StringBuilder()
            .AppendLine("begin;")
            .AppendLine($"drop schema if exists {MirrorSchema.Next} cascade; create schema {MirrorSchema.Next}; create schema {Aside};")
            .AppendLine("set local lock_timeout = '5s';")
            .AppendLine(Move("public", Aside))
            .AppendLine(definitions)
            .AppendLine("set local client_min_messages = notice;")
            .AppendLine(trimming.Script)
            .AppendLine("set local client_min_messages = warning;")
            .AppendLine(Move("public", MirrorSchema.Next))
            .AppendLine(Move(Aside, "public"))
            .AppendLine($"drop schema {Aside};")
            .AppendLine("commit;")
            .ToString();
        return SchemaTrimming.Fallen(await tools.PsqlAsync(analytics, script, cancellation));
    }

    /// <summary>psql runs each row that the query returns as a statement. The names are ours: no quote in them.</summary>
    private static string Move(string from, string to) =>
        $"select sql from (\n{SqlFile.Read("Jobs/DumpForAnalytics/objets.sql").Replace("$1", $"'{from}'", StringComparison.Ordinal).Replace("$2::text", $"'{to}'", StringComparison.Ordinal)}\n) o \\gexec";
}
