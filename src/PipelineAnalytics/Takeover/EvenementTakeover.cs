using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Takeover;

/// <summary>
/// Puts the table of events into public, once, after the migrations that made it. Where an earlier pipeline left a plain table of
/// that name, its rows are taken over first: readers see the old table until the new one is whole, and no row is lost (the old
/// table stays as <c>pipeline.evenement_engagement_classique</c>, to be dropped by hand).
/// </summary>
internal sealed class EvenementTakeover(AnalyticsDatabase analytics, PipelineSettings settings, ILogger logger)
{
    private static readonly string[] Texts = ["categorie", "action", "nom", "id_utilisateur", "type_utilisateur", "structure", "code", "agence", "departement", "region"];

    public async Task RunAsync(NpgsqlConnection connection, string zone, CancellationToken cancellation)
    {
        if (!await connection.ScalarAsync<bool>("select to_regclass('pipeline.evenement_engagement') is not null", cancellation)) return;

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync("set local pipeline.interne = 'on'; set local client_min_messages = warning", cancellation);
        var columns = await connection.QueryAsync(SqlFile.Read("Takeover/colonnes.sql"), static r => r.GetString(0), cancellation);
        if (columns.Count == 0) await PublishAsync(connection, cancellation);
        else await TakeOverAsync(connection, columns, zone, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task PublishAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("alter table pipeline.evenement_engagement set schema public", cancellation);
        await PrivilegeCopy.CopyAsync(connection, "pipeline.evenement_engagement_classique", "public.evenement_engagement", cancellation);
    }

    private async Task TakeOverAsync(NpgsqlConnection connection, List<string> columns, string zone, CancellationToken cancellation)
    {
        await EnsureClassicalAsync(connection, columns, cancellation);
        logger.TakingOver();
        await connection.ExecuteAsync("lock table public.evenement_engagement in share mode", cancellation);
        await connection.ExecuteAsync(SqlFile.Read("Takeover/relier.sql")
            .Replace("{columns}", Columns(columns), StringComparison.Ordinal)
            .Replace("{enriched}", columns.Contains("semaine") ? "o.semaine is not null" : "false", StringComparison.Ordinal)
            .Replace("{zone}", zone, StringComparison.Ordinal), cancellation);
        await connection.ExecuteAsync(SqlFile.Read("Takeover/reprendre.sql"), cancellation);
        // The rollups follow week by week: these weeks wait to be counted, as no rules were recorded yet.
        await EventCounts.AddAsync(connection, Derived.Analysts, cancellation);
        await connection.ExecuteAsync("drop view evenement_a_cumuler; drop view reprise", cancellation);
        await connection.ExecuteAsync("insert into pipeline.reglage (nom, valeur) values ('fuseau', $1) on conflict (nom) do nothing", cancellation, zone);
        await ReplaceAsync(connection, cancellation);
    }

    private static async Task EnsureClassicalAsync(NpgsqlConnection connection, List<string> columns, CancellationToken cancellation)
    {
        var kind = await connection.ScalarAsync<char>("select relkind from pg_class where oid = to_regclass('public.evenement_engagement')", cancellation);
        if (kind != 'r' || !columns.Contains("id") || !columns.Contains("date_evenement"))
        {
            throw new PipelineException("Analytics has a public.evenement_engagement that is no plain table with id and date_evenement: its events cannot be taken over; rename it, and run again.");
        }
    }

    private static string Columns(List<string> present) => string.Join(", ",
        Texts.Select(t => present.Contains(t) ? $"o.{QuotedName.Of(t)}::varchar as {t}" : $"null::varchar as {t}").Prepend("o.date_evenement").Prepend("o.id::bigint as id"));

    private async Task ReplaceAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var old = await connection.ScalarAsync<uint>("select 'public.evenement_engagement'::regclass::oid", cancellation);
        var views = await AnalystObjects.OfAsync(analytics, connection, logger, () => new PgTools(settings.PostgresBin), [old], cancellation);
        await views.DropAsync(cancellation);
        await connection.ExecuteAsync("alter table public.evenement_engagement rename to evenement_engagement_classique; alter table public.evenement_engagement_classique set schema pipeline", cancellation);
        await PublishAsync(connection, cancellation);
        await views.CreateAsync(cancellation);
    }
}
