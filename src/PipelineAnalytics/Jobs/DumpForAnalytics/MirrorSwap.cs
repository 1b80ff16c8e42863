using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;
using Polly;
using Polly.Retry;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Puts one copy in the place of another, in one short transaction. Readers wait for it at most a moment: a lock that is not free
/// at once makes the whole exchange step back and try again.
/// </summary>
/// <remarks>What was in place stays in a schema of its own until the next mirror begins, and can be exchanged back.</remarks>
internal sealed class MirrorSwap(AnalyticsDatabase analytics, NpgsqlConnection connection, PgTools tools, ILogger logger)
{
    public const string Previous = "pipeline_miroir_precedent";

    /// <summary>Less than the server's deadlock_timeout (1 s): of two that wait for each other, it is we who give way, not a reader.</summary>
    public const string LockTimeout = "500ms";

    public static readonly ResiliencePipeline Patience = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<PostgresException>(e => IsTimeout(e))
                .Handle<PipelineException>(e => e.Message.Contains("lock timeout", StringComparison.Ordinal)),
            MaxRetryAttempts = 120,
            Delay = TimeSpan.FromMilliseconds(250),
            BackoffType = DelayBackoffType.Exponential,
            MaxDelay = TimeSpan.FromSeconds(10),
            UseJitter = true,
        })
        .Build();

    /// <summary>What an exchange could not keep of analysts' own.</summary>
    /// <param name="Objects">Views and functions that do not fit the new tables.</param>
    /// <param name="Keys">Foreign keys that do not hold over them.</param>
    public sealed record Loss(IReadOnlyList<string> Objects, IReadOnlyList<string> Keys);

    /// <summary>Says before the copy what would stop the exchange after it.</summary>
    /// <exception cref="PipelineException">Something that is not the mirror's hangs on it.</exception>
    public async Task EnsurePossibleAsync(MirrorPlan plan, CancellationToken cancellation)
    {
        var going = Oids(await GoingAsync([], plan.Staying, Previous, cancellation));
        await EnsureNothingHangsAsync(going, cancellation);
        await AnalystObjects.EnsureReplaceableAsync(analytics, connection, going, cancellation);
    }

    /// <summary>Makes room: there are never more than two copies.</summary>
    /// <returns>The drop, with all its locks: nothing but its commit is left to do.</returns>
    public async Task<SchemaDrop> DropPreviousAsync(CancellationToken cancellation)
    {
        var own = await analytics.OpenAsync(cancellation);
        try
        {
            return new SchemaDrop(own, await BeginDropAsync(own, Previous, cancellation));
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A schema that is dropped, and whose files are not gone yet. The server lets go of the locks and then gives gigabytes back to the disk, which takes
    /// seconds that nobody need wait for.
    /// </summary>
    public sealed class SchemaDrop(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        /// <summary>Not to be cancelled: it ends soon, and by then the new mirror may be in its place.</summary>
        public Task CommitAsync() => transaction.CommitAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>The new copy comes in.</summary>
    /// <param name="plan">What stays where it is.</param>
    /// <param name="recorded">In the same transaction: what the new copy was made of.</param>
    /// <param name="cancellation">Leaves the previous mirror.</param>
    public Task<Loss> ExchangeAsync(MirrorPlan plan, Func<Task> recorded, CancellationToken cancellation) =>
        ExchangeAsync(MirrorSchema.Next, Previous, plan.Staying, recorded, cancellation);

    /// <summary>The previous mirror comes back; the one that was in place is the previous one now.</summary>
    /// <exception cref="PipelineException">There is none.</exception>
    public async Task<Loss> GoBackAsync(CancellationToken cancellation)
    {
        // The first mirror of all set nothing aside.
        if (!await connection.ScalarAsync<bool>("select exists (select from pg_class where relnamespace = to_regnamespace($1))", cancellation, Previous))
        {
            throw new PipelineException("There is no previous mirror in analytics: it is dropped when the next one is begun. What stands stays.");
        }

        await DropSchemaAsync(connection, MirrorSchema.Next, cancellation);
        var staying = (await RecordedAsync(cancellation)).Where(o => o.Stayed).Select(o => (o.Type, o.Identity)).ToHashSet();
        return await ExchangeAsync(Previous, MirrorSchema.Next, staying, () => connection.ExecuteAsync($"alter schema {MirrorSchema.Next} rename to {Previous}", cancellation), cancellation);
    }

    private async Task<Loss> ExchangeAsync(string from, string aside, IReadOnlySet<(string, string)> staying, Func<Task> last, CancellationToken cancellation)
    {
        var (views, keys) = await PatientlyAsync("put the new mirror, which is ready, in its place", async token => await TryExchangeAsync(from, aside, staying, last, token), cancellation);
        // The new mirror is in place: what is left is done, whatever is asked meanwhile.
        return new Loss(views.Lost, await keys.ValidateAsync(CancellationToken.None));
    }

    private async Task<(AnalystObjects, RenewedKeys)> TryExchangeAsync(string from, string aside, IReadOnlySet<(string, string)> staying, Func<Task> last, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync($"set local lock_timeout = '{LockTimeout}'; set local client_min_messages = warning", cancellation);
        var coming = await SchemaObject.InAsync(connection, from, "public", cancellation);
        var going = await GoingAsync([.. coming.Select(o => (o.Type, InPublic(o.Identity, from)))], staying, aside, cancellation);
        await EnsureNothingHangsAsync(Oids(going), cancellation);
        var views = await AnalystObjects.OfAsync(analytics, connection, logger, () => tools, Oids(going), cancellation);
        var keys = await RenewedKeys.OfAsync(connection, logger, Oids(going), cancellation);

        await views.PrepareAsync(from, Oids(going), cancellation);

        // From here on readers wait.
        await LockAsync(going, cancellation);
        await views.DropAsync(cancellation);
        await keys.DropAsync(cancellation);
        await connection.ExecuteAsync($"create schema {aside}", cancellation);
        await SchemaObject.MoveAsync(connection, going.Concat(coming), cancellation);
        if (from == MirrorSchema.Next) await connection.ExecuteAsync(SqlFile.Read("Jobs/DumpForAnalytics/commentaires_notes.sql"), cancellation, (object)Oids(coming.Where(o => o.IsRelation)));
        foreach (var relation in coming.Where(o => o.IsRelation)) await InheritAsync(InPublic(relation.Identity, from), aside, cancellation);
        await ConseillerDates.FillAsync(connection, "public." + ConseillerDates.Table, cancellation);
        await keys.CreateAsync(cancellation);
        await views.CreateAsync(cancellation);
        await views.TidyAsync(cancellation);
        await connection.ExecuteAsync($"drop schema {from}", cancellation);
        await RecordAsync(coming.Select(o => (o.Type, InPublic(o.Identity, from))), staying, cancellation);
        await last();
        // Cancelled here, it could be committed and told as given up.
        await transaction.CommitAsync(CancellationToken.None);
        return (views, keys);
    }

    private static async Task<T> PatientlyAsync<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await Patience.ExecuteAsync(async token => await work(token), cancellation);
        }
        catch (PostgresException e) when (IsTimeout(e))
        {
            throw new PipelineException($"Could not {what}: a session has held a mirrored table of analytics for too long (see pg_stat_activity). The previous mirror stays; run dump-for-analytics again.", e);
        }
    }

    /// <summary>Somebody else had a lock for longer than we may make readers wait.</summary>
    private static bool IsTimeout(PostgresException e) => e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled;

    /// <summary>Drops a schema of ours, without making readers wait: keys of its tables may be to tables that they read.</summary>
    public static async Task DropSchemaAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        await using var transaction = await BeginDropAsync(connection, schema, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static Task<NpgsqlTransaction> BeginDropAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation) => PatientlyAsync($"drop the schema {schema}", async token =>
    {
        var transaction = await connection.BeginTransactionAsync(token);
        try
        {
            await connection.ExecuteAsync($"set local lock_timeout = '{LockTimeout}'; set local client_min_messages = warning; drop schema if exists {schema} cascade", token);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }, cancellation);

    /// <summary>All at once, within a moment: one after the other, the first would be kept from readers while the last is waited for.</summary>
    private async Task LockAsync(IEnumerable<SchemaObject> going, CancellationToken cancellation)
    {
        var tables = string.Join(", ", going.Where(o => o.Type is "table" or "view").Select(o => o.Identity));
        if (tables.Length > 0) await connection.ExecuteAsync($"set local statement_timeout = '{LockTimeout}'; lock table {tables} in access exclusive mode; set local statement_timeout = 0", cancellation);
    }

    private static uint[] Oids(IEnumerable<SchemaObject> objects) => [.. objects.Select(o => o.Oid)];

    private Task<List<(string Type, string Identity, bool Stayed)>> RecordedAsync(CancellationToken cancellation) =>
        connection.QueryAsync("select type, identite, garde from pipeline.miroir_objet", static r => (r.GetString(0), r.GetString(1), r.GetBoolean(2)), cancellation);

    /// <summary>The old mirror, without what stays: what the last exchange put in public. Before the first one, what stands where the new copy goes.</summary>
    private async Task<List<SchemaObject>> GoingAsync(HashSet<(string, string)> names, IReadOnlySet<(string, string)> staying, string aside, CancellationToken cancellation)
    {
        var recorded = (await RecordedAsync(cancellation)).Select(o => (o.Type, o.Identity)).ToHashSet();
        var present = await SchemaObject.InAsync(connection, "public", aside, cancellation);
        if (recorded.Count > 0 && present.FirstOrDefault(o => names.Contains((o.Type, o.Identity)) && !recorded.Contains((o.Type, o.Identity))) is { } foreign)
        {
            throw new PipelineException($"Analytics has a {foreign.Type} {foreign.Identity} that is not the mirror's, and production now has one of that name: rename yours, or exclude it by Pipeline__Miroir__Exclure. The previous mirror stays in place.");
        }

        if (recorded.Count == 0 && present.Count(o => names.Contains((o.Type, o.Identity))) is var count and > 0) logger.FirstMirrorReplaces(count);
        return [.. present.Where(o => (recorded.Contains((o.Type, o.Identity)) || names.Contains((o.Type, o.Identity))) && !staying.Contains((o.Type, o.Identity)))];
    }

    /// <exception cref="PipelineException">An object of an analyst that can't be made again would be left on the old copy and lost with it.</exception>
    private async Task EnsureNothingHangsAsync(uint[] going, CancellationToken cancellation)
    {
        var hanging = await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/attaches.sql"), static r => r.GetString(0), cancellation, (object)going);
        if (hanging.Count > 0)
        {
            throw new PipelineException($"Objects of analytics hang on mirrored ones and would be lost with the old mirror: {string.Join("; ", hanging.Take(3))}. Drop them or read the mirror through a view; the previous mirror stays in place.");
        }
    }

    /// <summary>Grants, and analysts' comments, are those of the relation that had the name before.</summary>
    private async Task InheritAsync(string relation, string aside, CancellationToken cancellation)
    {
        var before = aside + relation["public".Length..];
        await PrivilegeCopy.CopyAsync(connection, before, relation, cancellation);
        foreach (var comment in await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/commentaires.sql"), static r => r.GetString(0), cancellation, before, relation)) await connection.ExecuteAsync(comment, cancellation);
    }

    private async Task RecordAsync(IEnumerable<(string Type, string Identity)> came, IReadOnlySet<(string Type, string Identity)> stayed, CancellationToken cancellation)
    {
        var all = came.Select(o => (o.Type, o.Identity, Stayed: false)).Concat(stayed.Select(o => (o.Type, o.Identity, Stayed: true))).ToList();
        await connection.ExecuteAsync("delete from pipeline.miroir_objet", cancellation);
        await connection.ExecuteAsync("insert into pipeline.miroir_objet (type, identite, garde) select * from unnest($1::text[], $2::text[], $3::boolean[])", cancellation,
            all.Select(o => o.Type).ToArray(), all.Select(o => o.Identity).ToArray(), all.Select(o => o.Stayed).ToArray());
    }

    /// <summary>Names of arguments' types are qualified too, hence every occurrence. Our schemas' names are no one else's.</summary>
    private static string InPublic(string identity, string schema) => identity.Replace(schema + ".", "public.", StringComparison.Ordinal);
}
