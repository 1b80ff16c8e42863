using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// Brings the published tables to what their <c>table.sql</c> says. A table that is missing or of another making is built
/// aside, filled from the events, and put in place in the same transaction: readers see the old one, then the new one.
/// </summary>
internal sealed class VueSchema(JobContext context, NpgsqlConnection connection, VuePublisher publisher)
{
    /// <summary>A table of the vue's name that we did not make (an earlier pipeline's) is set aside under this ending, never dropped.</summary>
    private const string Aside = "_avant";

    public async Task BringUpToDateAsync(CancellationToken cancellation)
    {
        foreach (var vue in context.Vues)
        {
            if (!await connection.ScalarAsync<bool>(SqlFile.Read("Vues/a_jour.sql"), cancellation, vue.Name, vue.TableFingerprint)) await RebuildAsync(vue, cancellation);
        }
    }

    private async Task RebuildAsync(VueDefinition vue, CancellationToken cancellation)
    {
        var next = QuotedName.Of("pipeline", vue.Name);
        var current = QuotedName.Of("public", vue.Name);
        await using var transaction = await publisher.BeginAsync(cancellation);
        var exists = await ExistsAsync(vue, current, cancellation);
        var ours = await connection.ScalarAsync<bool>("select exists (select from pipeline.vue where vue = $1)", cancellation, vue.Name);

        await connection.ExecuteAsync("set local search_path = pipeline", cancellation);
        await connection.ExecuteAsync(vue.Table, cancellation);
        await connection.ExecuteAsync("reset search_path", cancellation);
        var weeks = await WeeksAsync(vue, all: exists && !ours, cancellation);
        await publisher.FillAsync(vue, next, exists && ours ? current : null, weeks, cancellation);
        // Rights come from the table that is replaced; where there is none, from what is promised in public, once it is there.
        var views = await ViewsAsync(current, cancellation);
        if (exists)
        {
            await PrivilegeCopy.CopyAsync(connection, current.ToString(), next.ToString(), cancellation);
            await views.DropAsync(cancellation);
            await RemoveAsync(vue, current, ours, cancellation);
        }

        await connection.ExecuteAsync($"alter table {next} set schema public", cancellation);
        if (!exists) await PrivilegeCopy.CopyAsync(connection, next.ToString(), current.ToString(), cancellation);
        await views.CreateAsync(cancellation);
        await connection.ExecuteAsync(SqlFile.Read("Vues/inscrire_table.sql"), cancellation, vue.Name, vue.TableFingerprint);
        await publisher.CheckFilledAsync(vue, weeks, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Analysts' views on the table are made again over the new one.</summary>
    private async Task<DependentViews> ViewsAsync(QuotedName current, CancellationToken cancellation)
    {
        var old = await connection.QueryAsync("select oid from pg_class where oid = to_regclass($1)", static r => r.GetFieldValue<uint>(0), cancellation, current.ToString());
        return await DependentViews.OfAsync(context.Analytics, connection, new Lazy<PgTools>(() => new PgTools(context.Settings.PostgresBin)), [.. old], cancellation);
    }

    private async Task<bool> ExistsAsync(VueDefinition vue, QuotedName current, CancellationToken cancellation)
    {
        var kind = await connection.ScalarAsync<char>("select relkind from pg_class where oid = to_regclass($1)", cancellation, current.ToString());
        return kind switch
        {
            default(char) => false,
            'r' => true,
            _ => throw new PipelineException($"public.{vue.Name} exists and is no plain table: the vue of that name cannot be published; rename or drop it, and run again."),
        };
    }

    /// <summary>What readers find in the old table must be in the new one: the weeks of the ledger, or all of them when the old one is not ours.</summary>
    private async Task<List<Semaine>> WeeksAsync(VueDefinition vue, bool all, CancellationToken cancellation) => all
        ? await SemaineLedger.CompleteAsync(connection, context.Clock, cancellation)
        : await connection.QueryAsync("select semaine from pipeline.vue_semaine where vue = $1", static r => new Semaine(r.GetFieldValue<DateOnly>(0)), cancellation, vue.Name);

    private async Task RemoveAsync(VueDefinition vue, QuotedName current, bool ours, CancellationToken cancellation) =>
        await connection.ExecuteAsync(ours
            ? $"drop table {current}"
            : $"alter table {current} rename to {QuotedName.Of(vue.Name + Aside)}; alter table {QuotedName.Of("public", vue.Name + Aside)} set schema pipeline", cancellation);
}
