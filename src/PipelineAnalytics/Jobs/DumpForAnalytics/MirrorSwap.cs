using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;
using Polly;
using Polly.Retry;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Puts the new copy in the place of the old one, in one short transaction. Readers wait for it at most a moment: a lock that is
/// not free at once makes the whole exchange step back and try again.
/// </summary>
/// <remarks>The old copy stays in its own schema until the next exchange.</remarks>
internal sealed partial class MirrorSwap(AnalyticsDatabase analytics, NpgsqlConnection connection, PgTools tools, ILogger logger)
{
    public const string Previous = "pipeline_miroir_precedent";

    /// <summary>Less than the server's deadlock_timeout (1 s): of two that wait for each other, it is we who give way, not a reader.</summary>
    public const string LockTimeout = "500ms";

    public static readonly ResiliencePipeline Patience = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<PostgresException>(e => e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
                .Handle<PipelineException>(e => e.Message.Contains("lock timeout", StringComparison.Ordinal)),
            MaxRetryAttempts = 120,
            Delay = TimeSpan.FromMilliseconds(250),
            BackoffType = DelayBackoffType.Exponential,
            MaxDelay = TimeSpan.FromSeconds(10),
            UseJitter = true,
        })
        .Build();

    /// <summary>Says before the copy what would stop the exchange after it.</summary>
    /// <exception cref="PipelineException">Something that is not the mirror's hangs on it.</exception>
    public async Task EnsurePossibleAsync(CancellationToken cancellation)
    {
        var going = await GoingAsync([], cancellation);
        await EnsureNothingHangsAsync(going, cancellation);
        await DependentViews.OfAsync(analytics, connection, new Lazy<PgTools>(tools), Oids(going), cancellation);
    }

    public async Task ExchangeAsync(CancellationToken cancellation)
    {
        try
        {
            await Patience.ExecuteAsync(async token => await TryExchangeAsync(token), cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            throw new PipelineException("The new mirror is ready, but a session has held a mirrored table of analytics for too long (see pg_stat_activity): the previous mirror stays; run dump-for-analytics again.", e);
        }
    }

    private async Task TryExchangeAsync(CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync($"set local lock_timeout = '{LockTimeout}'; set local client_min_messages = warning", cancellation);
        var coming = await SchemaObject.InAsync(connection, MirrorSchema.Next, "public", cancellation);
        var going = await GoingAsync(coming, cancellation);
        await EnsureNothingHangsAsync(going, cancellation);
        var views = await DependentViews.OfAsync(analytics, connection, new Lazy<PgTools>(tools), Oids(going), cancellation);

        await views.DropAsync(cancellation);
        await connection.ExecuteAsync($"drop schema if exists {Previous} cascade; create schema {Previous}", cancellation);
        await SchemaObject.MoveAsync(connection, going, cancellation);
        await SchemaObject.MoveAsync(connection, coming, cancellation);
        await connection.ExecuteAsync($"drop schema {MirrorSchema.Next}", cancellation);
        foreach (var relation in coming.Where(o => o.IsRelation)) await PrivilegesAsync(relation, cancellation);
        await ConseillerDates.FillAsync(connection, cancellation);
        await views.CreateAsync(cancellation);
        await RecordAsync(coming, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static uint[] Oids(List<SchemaObject> objects) => [.. objects.Select(o => o.Oid)];

    /// <summary>The old mirror: what the last exchange put in public. Before the first one, what stands where the new copy goes.</summary>
    private async Task<List<SchemaObject>> GoingAsync(List<SchemaObject> coming, CancellationToken cancellation)
    {
        var recorded = (await connection.QueryAsync("select type, identite from pipeline.miroir_objet", static r => (r.GetString(0), r.GetString(1)), cancellation)).ToHashSet();
        var names = coming.Select(o => (o.Type, Identity: InPublic(o.Identity))).ToHashSet();
        var present = await SchemaObject.InAsync(connection, "public", Previous, cancellation);
        if (recorded.Count > 0 && present.FirstOrDefault(o => names.Contains((o.Type, o.Identity)) && !recorded.Contains((o.Type, o.Identity))) is { } foreign)
        {
            throw new PipelineException($"Analytics has a {foreign.Type} {foreign.Identity} that is not the mirror's, and production now has one of that name: rename yours, or exclude it by Pipeline__Miroir__Exclure. The previous mirror stays in place.");
        }

        if (recorded.Count == 0 && present.Count(o => names.Contains((o.Type, o.Identity))) is var count and > 0) logger.FirstMirrorReplaces(count);
        return [.. present.Where(o => recorded.Contains((o.Type, o.Identity)) || names.Contains((o.Type, o.Identity)))];
    }

    /// <exception cref="PipelineException">An object of an analyst, other than a view, would be left on the old copy and lost with it.</exception>
    private async Task EnsureNothingHangsAsync(List<SchemaObject> going, CancellationToken cancellation)
    {
        var hanging = await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/attaches.sql"), static r => r.GetString(0), cancellation, (object)Oids(going));
        if (hanging.Count > 0)
        {
            throw new PipelineException($"Objects of analytics hang on mirrored ones and would be lost with the old mirror: {string.Join("; ", hanging.Take(3))}. Drop them or read the mirror through a view; the previous mirror stays in place.");
        }
    }

    private async Task PrivilegesAsync(SchemaObject relation, CancellationToken cancellation)
    {
        var now = InPublic(relation.Identity);
        await PrivilegeCopy.CopyAsync(connection, Previous + now["public".Length..], now, cancellation);
    }

    private async Task RecordAsync(List<SchemaObject> objects, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("delete from pipeline.miroir_objet", cancellation);
        await connection.ExecuteAsync("insert into pipeline.miroir_objet (type, identite) select * from unnest($1::text[], $2::text[])", cancellation,
            objects.Select(o => o.Type).ToArray(), objects.Select(o => InPublic(o.Identity)).ToArray());
    }

    /// <summary>Names of arguments' types are qualified too, hence every occurrence.</summary>
    private static string InPublic(string identity) => NextQualifier().Replace(identity, "public.");

    [GeneratedRegex(@"\bpipeline_miroir_suivant\.")]
    private static partial Regex NextQualifier();
}
