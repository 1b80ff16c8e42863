using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>A table to be made anew.</summary>
/// <param name="Exists">Whether readers find a table of that name.</param>
/// <param name="Ours">Whether that one is ours; an earlier pipeline's is kept aside.</param>
internal sealed record RebuiltVue(VueDefinition Vue, bool Exists, bool Ours)
{
    public QuotedName Next => QuotedName.Of(VueSchema.Next, Vue.Name);

    public QuotedName Current => QuotedName.Of("public", Vue.Name);
}

/// <summary>
/// Brings the published tables to what their <c>table.sql</c> says. Tables that are missing or of another making are built aside,
/// filled from the events, checked, and put in place in one transaction for all of them: readers see the old ones, then the new ones.
/// </summary>
internal sealed class VueSchema(JobContext context, NpgsqlConnection connection, VuePublisher publisher)
{
    /// <summary>Where tables are built; nobody else ever sees it.</summary>
    public const string Next = "pipeline_vues_suivantes";

    /// <summary>A table of the vue's name that we did not make (an earlier pipeline's) is set aside under this ending, never dropped.</summary>
    private const string Aside = "_avant";

    private const string Savepoint = "echange";

    /// <summary>As long as readers may queue behind an exchange that waits for another reader; less than the server's deadlock_timeout (1 s), as in <see cref="MirrorSwap"/>.</summary>
    private const int LockMilliseconds = 500;

    private static readonly QuotedName NextSchema = QuotedName.Of(Next);

    public async Task BringUpToDateAsync(CancellationToken cancellation)
    {
        var outdated = await OutdatedAsync(connection, context.Vues, cancellation);
        if (outdated.Count > 0) await RebuildAsync(outdated, cancellation);
    }

    /// <summary>Those whose table is missing, or of another making.</summary>
    public static async Task<List<VueDefinition>> OutdatedAsync(NpgsqlConnection connection, IEnumerable<VueDefinition> vues, CancellationToken cancellation)
    {
        var outdated = new List<VueDefinition>();
        foreach (var vue in vues)
        {
            if (!await connection.ScalarAsync<bool>(SqlFile.Read("Vues/a_jour.sql"), cancellation, vue.Name, vue.TableFingerprint)) outdated.Add(vue);
        }

        return outdated;
    }

    /// <summary>
    /// Makes a table in a schema. Within a function's body the server refuses what would end the caller's transaction, so that a
    /// <c>table.sql</c> with a commit in it leaves nothing behind.
    /// </summary>
    public static async Task MakeTableAsync(NpgsqlConnection connection, VueDefinition vue, string schema, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("select set_config('search_path', $1, true), set_config('pipeline.table_sql', $2, true)", cancellation, schema, vue.Table);
        await connection.ExecuteAsync("do $$ begin execute current_setting('pipeline.table_sql'); end $$", cancellation);
        await connection.ExecuteAsync("reset search_path", cancellation);
    }

    private async Task RebuildAsync(List<VueDefinition> outdated, CancellationToken cancellation)
    {
        await using var transaction = await publisher.BeginAsync(cancellation);
        await connection.ExecuteAsync($"create schema {NextSchema}", cancellation);
        var rebuilt = new List<RebuiltVue>();
        foreach (var vue in outdated)
        {
            var exists = await ExistsAsync(vue, cancellation);
            rebuilt.Add(new RebuiltVue(vue, exists, exists && await connection.ScalarAsync<bool>("select exists (select from pipeline.vue where vue = $1)", cancellation, vue.Name)));
            await MakeTableAsync(connection, vue, Next, cancellation);
        }

        await publisher.FillAsync(rebuilt, await WeeksAsync(rebuilt, cancellation), cancellation);
        foreach (var vue in outdated) await connection.ExecuteAsync(SqlFile.Read("Vues/inscrire_table.sql"), cancellation, vue.Name, vue.TableFingerprint);
        foreach (var table in rebuilt.Where(t => t.Exists)) await PrivilegeCopy.CopyAsync(connection, table.Current.ToString(), table.Next.ToString(), cancellation);
        await ExchangeAsync(transaction, rebuilt, cancellation);
        await connection.ExecuteAsync($"drop schema {NextSchema}", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What was computed stays while the exchange steps back for a reader and is tried again.</summary>
    private async Task ExchangeAsync(NpgsqlTransaction transaction, List<RebuiltVue> rebuilt, CancellationToken cancellation)
    {
        try
        {
            await MirrorSwap.Patience.ExecuteAsync(async token =>
            {
                await transaction.SaveAsync(Savepoint, token);
                try
                {
                    await TryExchangeAsync(rebuilt, token);
                }
                catch (PostgresException)
                {
                    await transaction.RollbackAsync(Savepoint, CancellationToken.None);
                    throw;
                }
            }, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            throw new PipelineException($"The new tables of {string.Join(", ", rebuilt.Select(t => t.Vue.Name))} are ready, but a session has held one of the old ones for too long (see pg_stat_activity): these stay; run again.", e);
        }
    }

    /// <summary>Whoever reads waits for this: nothing is computed here, and a lock that is not free at once makes it fail.</summary>
    private async Task TryExchangeAsync(List<RebuiltVue> rebuilt, CancellationToken cancellation)
    {
        // All of them together: half a second at most.
        await connection.ExecuteAsync($"set local lock_timeout = '{Math.Max(1, LockMilliseconds / rebuilt.Count)}ms'", cancellation);
        var views = await ViewsAsync(rebuilt, cancellation);
        // Views before tables, as readers take them.
        await views.DropAsync(cancellation);
        await LockAsync(rebuilt, cancellation);
        foreach (var table in rebuilt.Where(t => t.Exists)) await RemoveAsync(table, cancellation);
        foreach (var table in rebuilt)
        {
            await connection.ExecuteAsync($"alter table {table.Next} set schema public", cancellation);
            // Where no table gave its rights, those that are promised in public hold, now that it is there.
            if (!table.Exists) await PrivilegeCopy.CopyAsync(connection, table.Next.ToString(), table.Current.ToString(), cancellation);
        }

        await views.CreateAsync(cancellation);
    }

    private async Task LockAsync(List<RebuiltVue> rebuilt, CancellationToken cancellation)
    {
        var old = string.Join(", ", rebuilt.Where(t => t.Exists).Select(t => t.Current));
        if (old.Length > 0) await connection.ExecuteAsync($"lock table {old} in access exclusive mode", cancellation);
    }

    /// <summary>Analysts' views on the tables are made again over the new ones.</summary>
    private async Task<AnalystObjects> ViewsAsync(List<RebuiltVue> rebuilt, CancellationToken cancellation)
    {
        var old = await connection.QueryAsync("select oid from pg_class where oid in (select to_regclass(n) from unnest($1::text[]) n)", static r => r.GetFieldValue<uint>(0), cancellation,
            (object)rebuilt.Select(t => t.Current.ToString()).ToArray());
        return await AnalystObjects.OfAsync(context.Analytics, connection, context.Logger, () => new PgTools(context.Settings.PostgresBin), [.. old], cancellation);
    }

    private async Task<bool> ExistsAsync(VueDefinition vue, CancellationToken cancellation)
    {
        var kind = await connection.ScalarAsync<char>("select relkind from pg_class where oid = to_regclass($1)", cancellation, QuotedName.Of("public", vue.Name).ToString());
        return kind switch
        {
            default(char) => false,
            'r' => true,
            _ => throw new PipelineException($"public.{vue.Name} exists and is no plain table: the vue of that name cannot be published; rename or drop it, and run again."),
        };
    }

    /// <summary>What readers find in the old tables must be in the new ones: the weeks of the ledger, or all of them when an old one is not ours.</summary>
    private async Task<IReadOnlyList<Semaine>> WeeksAsync(List<RebuiltVue> rebuilt, CancellationToken cancellation)
    {
        var published = await connection.QueryAsync("select distinct semaine from pipeline.vue_semaine where vue = any ($1)", static r => new Semaine(r.GetFieldValue<DateOnly>(0)), cancellation,
            (object)rebuilt.Select(t => t.Vue.Name).ToArray());
        return rebuilt.Any(t => t is { Exists: true, Ours: false }) ? [.. published.Union(await SemaineLedger.CompleteAsync(connection, context.Clock, cancellation))] : published;
    }

    private async Task RemoveAsync(RebuiltVue table, CancellationToken cancellation) =>
        await connection.ExecuteAsync(table.Ours
            ? $"drop table {table.Current}"
            : $"alter table {table.Current} rename to {QuotedName.Of(table.Vue.Name + Aside)}; alter table {QuotedName.Of("public", table.Vue.Name + Aside)} set schema pipeline", cancellation);
}
