using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Whether production lets its reader read all that is mirrored, and the events.</summary>
internal sealed class SourceRightsCheck : ICheck
{
    public string Subject => "source";

    public string What => "rights on the source";

    public Needs Needs => Needs.Source;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        var tables = await examination.TablesAsync(source, cancellation);
        // pg_dump locks whatever it tells of, an excluded table on which another hangs among it.
        var read = tables.Where(t => !t.IsPassedBy).Select(t => t.Name).ToArray();
        var refused = (await source.QueryAsync(SqlFile.Read("Diagnostic/Checks/droits_source.sql"), static r => (Name: r.GetString(0), Why: r.GetString(1)), cancellation, (object)read))
            .ToLookup(r => r.Why, r => r.Name);
        var user = QuotedName.Of(await source.ScalarAsync<string>("select current_user::text", cancellation) ?? "");
        if (refused["schema"].Any()) findings.Fault("the user may not look into the schema public", $"grant usage on schema public to {user}");
        if (refused["select"].ToList() is { Count: > 0 } unread) findings.Fault($"the user may not read {Findings.Few(unread)}", $"grant select on all tables in schema public to {user}; or exclude them by Pipeline__Miroir__Exclure");
        if (refused["policy"].ToList() is { Count: > 0 } hidden) findings.Fault($"row security hides rows of {Findings.Few(hidden)} from the user", $"alter role {user} bypassrls; or exclude them by Pipeline__Miroir__Exclure");
        if (refused["sequence"].ToList() is { Count: > 0 } sequences) findings.Attention($"the user may not read the position of {Findings.Few(sequences, 4)}: the copies' begin anew", $"grant select on all sequences in schema public to {user}");
        if (!refused["schema"].Any() && !refused["select"].Any() && !refused["policy"].Any()) findings.Ok($"the user may read all that is mirrored and referred to: {Sizes.Count(read.Length)} tables");
        if (refused["superuser"].Any()) findings.Attention("the user is a superuser, of whom nothing is asked there but to read", "give the pipeline a user of its own: grant select on all tables in schema public to it");
        await PurgeAsync(examination.Settings, source, findings, cancellation);
    }

    private static async Task PurgeAsync(PipelineSettings settings, NpgsqlConnection source, Findings findings, CancellationToken cancellation)
    {
        if (settings.Nettoyage.Jours is null || !await source.ScalarAsync<bool>("select to_regclass('public.evenement_engagement_hebdo') is not null", cancellation)) return;
        var (standby, allowed) = (await source.QueryAsync(SqlFile.Read("Jobs/NettoyerLesEvenements/possible.sql"), static r => (r.GetBoolean(0), r.GetBoolean(1)), cancellation))[0];
        if (standby || !allowed) findings.Attention("Pipeline__Nettoyage__Jours is set, but nettoyer-les-evenements could not delete there", standby ? "name the primary for that verb" : "grant delete on public.evenement_engagement_hebdo to the user");
    }
}
