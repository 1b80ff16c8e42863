using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Job 0: mirrors production's schema public, but the excluded tables. The copy is built in a schema of its own and swapped in
/// when it is whole; whatever happens before leaves the previous mirror in place.
/// </summary>
/// <param name="everything">Copies all tables, those too whose rows are proven not to have changed.</param>
public sealed class DumpForAnalyticsJob(bool everything = false) : IJob
{
    /// <summary>Snapshots that one run may need: production may empty a table meanwhile, a standby may end a session.</summary>
    private const int Attempts = 5;

    public string Verb => "dump-for-analytics";

    public bool ReadsSource => true;

    public void EnsureUsable(PipelineSettings settings, BusinessClock clock)
    {
        _ = settings.Miroir.Connections;
        _ = settings.Miroir.Budget;
        _ = new ColumnRules(settings.Confidentialite);
    }

    public async Task VerifyAsync(JobContext context, CancellationToken cancellation)
    {
        await using var source = await context.RequiredSource.OpenAsync(cancellation);
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        var selection = new MirrorSelection(context.Settings.Miroir);
        await SideBySide.RunAsync(cancellation,
            async stop => await new PgTools(context.Settings.PostgresBin).EnsureNotOlderAsync([(context.RequiredSource, source.PostgreSqlVersion), (context.Analytics, analytics.PostgreSqlVersion)], stop),
            async stop =>
            {
                await EnsureUsableAsync(source, await SourceTable.AllAsync(source, selection, stop), context.Vues, stop);
                await MirrorColumns.OfAsync(source, null, context.Settings, selection, stop);
            });
    }

    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellation)
    {
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        // Snapshots are taken after the lock: one held while another run works would keep production from tidying up.
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Miroir, context.Logger, cancellation);
        var tools = new PgTools(context.Settings.PostgresBin);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        budget.CancelAfter(context.Settings.Miroir.Budget);
        try
        {
            return new JobOutcome(await PersistAsync(all => new NightlyMirror(context, analytics, tools, all), context.Logger, budget.Token));
        }
        catch (Exception e) when (budget.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new PipelineException($"The mirror was not whole after {context.Settings.Miroir.Budget.TotalMinutes} minutes (Pipeline__Miroir__MinutesAuPlus): it was given up, and the previous one stays in place. Raise that, or exclude tables.", e);
        }
    }

    private async Task<JsonObject> PersistAsync(Func<bool, NightlyMirror> mirror, ILogger logger, CancellationToken cancellation)
    {
        var all = everything;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await mirror(all).RunAsync(cancellation);
            }
            catch (KeptInTheWayException) when (!all)
            {
                all = true;
            }
            catch (SourceMovedException e) when (attempt < Attempts)
            {
                logger.BeginsAgain(e.Message);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.SerializationFailure && attempt < Attempts)
            {
                // A standby had to replay what the snapshot stood in the way of.
                logger.BeginsAgain($"Production's standby ended our snapshot ({e.MessageText})");
            }
            catch (SourceMovedException e)
            {
                throw new PipelineException($"{e.Message}, in {Attempts} attempts; the previous mirror stays in place: run dump-for-analytics again.", e);
            }
        }
    }

    /// <summary>Fails before anything is changed when the mirror could not serve the jobs that follow.</summary>
    private static async Task EnsureUsableAsync(NpgsqlConnection source, IReadOnlyDictionary<string, SourceTable> tables, IReadOnlyList<VueDefinition> vues, CancellationToken cancellation)
    {
        var missing = await MirrorRequirements.MissingAsync(source, cancellation);
        if (missing.Count > 0) throw new PipelineException($"The source lacks {string.Join(", ", missing.Select(m => "public." + m))}, which the pipeline reads: was it renamed? The previous mirror stays in place.");

        var ours = vues.Select(v => v.Name).Concat(["evenement_engagement", "evenement_engagement_jeune"]).FirstOrDefault(n => tables.TryGetValue(n, out var table) && !table.IsExcluded);
        if (ours is not null) throw PipelineException.Misused($"The source has a table public.{ours}, a name that the pipeline writes under in analytics: add it to Pipeline__Miroir__Exclure.");
    }
}
