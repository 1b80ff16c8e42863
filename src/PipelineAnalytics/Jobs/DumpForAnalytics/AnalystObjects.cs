using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Views and functions that analysts laid over tables of ours, mirrored or published. They follow their table wherever it is moved, so they are
/// made again over the new one, in PostgreSQL's own words: same definition, owner, grants, comment.
/// </summary>
/// <remarks>
/// One that does not fit the new tables, because a column is gone, stops nobody: it is named, and its definition kept in
/// <c>pipeline.objet_perdu</c>, from which it is made again the night it fits.
/// </remarks>
internal sealed class AnalystObjects
{
    private readonly NpgsqlConnection connection;
    private readonly ILogger logger;
    private readonly Made[] objects;

    private AnalystObjects(NpgsqlConnection connection, ILogger logger, Made[] objects) => (this.connection, this.logger, this.objects) = (connection, logger, objects);

    private sealed record Made(string Name, string Kind, bool Filled, string? OtherOwner, string? Definition, uint Oid = 0, string? Schema = null, string? Relation = null, string? Prepared = null)
    {
        public bool IsView => Kind.EndsWith("view", StringComparison.Ordinal);

        /// <summary>A name that <c>drop</c> takes; a routine's has the types of its arguments.</summary>
        public string Drop => $"drop {Kind} if exists {Name}";
    }

    /// <summary>As <see cref="RenewedKeys"/> keeps one that does not fit.</summary>
    private const string ForeignKey = "foreign key";

    /// <summary>Those that could not be made again over the new tables.</summary>
    public List<string> Lost { get; } = [];

    /// <exception cref="PipelineException">One belongs to a role that this user is not of: PostgreSQL lets only its owner replace it.</exception>
    public static async Task<AnalystObjects> OfAsync(AnalyticsDatabase analytics, NpgsqlConnection connection, ILogger logger, Func<PgTools> tools, uint[] relations, CancellationToken cancellation)
    {
        var found = await FindAsync(analytics, connection, relations, cancellation);
        var made = new Made[found.Count];
        // A view a call: what does not fit can then be told from what does.
        await Parallel.ForAsync(0, found.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, async (i, token) =>
            made[i] = found[i].Definition is not null ? found[i] : found[i] with { Definition = await tools().ViewDefinitionAsync(analytics, found[i].Name, token) });
        return new AnalystObjects(connection, logger, made);
    }

    /// <summary>Says beforehand what could not be replaced.</summary>
    public static async Task EnsureReplaceableAsync(AnalyticsDatabase analytics, NpgsqlConnection connection, uint[] relations, CancellationToken cancellation) =>
        await FindAsync(analytics, connection, relations, cancellation);

    /// <summary>
    /// Fills materialized views over the new tables before these come in, and before any reader has to wait. One that can't be told apart from the old
    /// tables by where names are looked for, or that stands on another of these views, is filled in its place.
    /// </summary>
    /// <param name="from">The schema of the new tables.</param>
    /// <param name="going">The old ones.</param>
    public async Task PrepareAsync(string from, uint[] going, CancellationToken cancellation)
    {
        uint[] all = [.. going, .. objects.Select(o => o.Oid)];
        for (var i = 0; i < objects.Length; i++) if (objects[i].Filled) objects[i] = await PrepareAsync(objects[i], $"{from}.pipeline_vue_{i}", from, all, cancellation);
    }

    private async Task<Made> PrepareAsync(Made view, string prepared, string from, uint[] going, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("savepoint vue; set local search_path = public", cancellation);
        try
        {
            // Names of public come without it, and are found in the new schema first.
            var definition = await connection.ScalarAsync<string>("select pg_get_viewdef($1::oid)", cancellation, view.Oid);
            await connection.ExecuteAsync($"set local search_path = {from}, public", cancellation);
            await connection.ExecuteAsync($"create materialized view {prepared} as {definition}", cancellation);
            if (!await connection.ScalarAsync<bool>(SqlFile.Read("Jobs/DumpForAnalytics/vue_preparee.sql"), cancellation, prepared, going)) prepared = "";
        }
        catch (PostgresException e) when (e.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected))
        {
            prepared = "";
        }

        await connection.ExecuteAsync(prepared.Length > 0 ? "release savepoint vue; set local search_path to default" : "rollback to savepoint vue", cancellation);
        return prepared.Length > 0 && Remainder(view.Definition!) is not null ? view with { Prepared = prepared } : view;
    }

    /// <summary>What pg_dump says of a materialized view beside its making: owner, comments, indexes, grants. Null where it does not say it as expected.</summary>
    private static string? Remainder(string definition)
    {
        const string End = "WITH NO DATA;";
        var start = definition.IndexOf("CREATE MATERIALIZED VIEW ", StringComparison.Ordinal);
        var end = start < 0 ? -1 : definition.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0 ? null : definition[..start] + definition[(end + End.Length)..];
    }

    public async Task DropAsync(CancellationToken cancellation)
    {
        foreach (var one in objects) await connection.ExecuteAsync(one.Drop, cancellation);
    }

    /// <summary>In the transaction that put the new tables in place.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var one in Enumerable.Reverse(objects)) await CreateAsync(one, cancellation);
        var earlier = await connection.QueryAsync("select nom, genre, definition from pipeline.objet_perdu where nom <> all ($1) order by depuis, nom",
            static r => new Made(r.GetString(0), r.GetString(1), r.GetString(1) == "materialized view", null, r.GetString(2)), cancellation, (object)Lost.ToArray());
        foreach (var one in earlier)
        {
            // Somebody made it again by hand: that one counts.
            if (one.Kind != ForeignKey && await connection.ScalarAsync<bool>(one.IsView ? "select to_regclass($1) is not null" : "select to_regprocedure($1) is not null", cancellation, one.Name)) await ForgetAsync(one, cancellation);
            else await TryAsync(one, cancellation);
        }
    }

    /// <summary>What was filled for nothing.</summary>
    public async Task TidyAsync(CancellationToken cancellation)
    {
        foreach (var one in objects.Where(o => o.Prepared is not null)) await connection.ExecuteAsync($"drop materialized view if exists {one.Prepared}", cancellation);
    }

    private Task ForgetAsync(Made one, CancellationToken cancellation) => connection.ExecuteAsync("delete from pipeline.objet_perdu where nom = $1", cancellation, one.Name);

    private async Task CreateAsync(Made one, CancellationToken cancellation)
    {
        if (await TryAsync(one, cancellation) is not { } why) return;
        Lost.Add(one.Name);
        logger.ObjectLost(one.Kind, one.Name, why);
        await connection.ExecuteAsync("""
            insert into pipeline.objet_perdu (nom, genre, definition, raison) values ($1, $2, $3, $4)
            on conflict (nom) do update set genre = excluded.genre, definition = excluded.definition, raison = excluded.raison
            """, cancellation, one.Name, one.Kind, one.Definition, why);
    }

    /// <returns>Why it could not be made; null when it stands.</returns>
    private async Task<string?> TryAsync(Made one, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("savepoint objet", cancellation);
        try
        {
            foreach (var statement in Statements(one)) await RunAsync(statement, cancellation);
            if (one is { Filled: true, Prepared: null }) await connection.ExecuteAsync($"refresh materialized view {one.Name}", cancellation);
            await ForgetAsync(one, cancellation);
            await connection.ExecuteAsync("release savepoint objet", cancellation);
            return null;
        }
        catch (PostgresException e) when (e.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected))
        {
            await connection.ExecuteAsync("rollback to savepoint objet", cancellation);
            return ServerWords.Of(e);
        }
    }

    /// <summary>A routine's body may hold semicolons that a splitter of statements does not understand: it is sent as it is.</summary>
    private static IEnumerable<string> Statements(Made one) => one.Prepared is { } prepared
        ? [$"alter materialized view {prepared} rename to {one.Relation}; alter materialized view {prepared[..(prepared.IndexOf('.', StringComparison.Ordinal) + 1)]}{one.Relation} set schema {one.Schema}", Restored(Remainder(one.Definition!)!)]
        : one.IsView ? [Restored(one.Definition!)]
        : one.Definition!.Split("\n;pipeline;\n");

    private static string Restored(string script) => string.Join('\n', script.Split('\n').Where(IsDefinition));

    private async Task RunAsync(string statement, CancellationToken cancellation)
    {
        if (!statement.StartsWith("CREATE OR REPLACE ", StringComparison.Ordinal))
        {
            await connection.ExecuteAsync(statement, cancellation);
            return;
        }

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Not psql's own lines (\restrict), and not the settings of pg_dump's session: ours, the lock time-out above all, stay.</summary>
    private static bool IsDefinition(string line) =>
        !line.StartsWith('\\') && !line.StartsWith("SET ", StringComparison.Ordinal) && !line.StartsWith("SELECT pg_catalog.set_config(", StringComparison.Ordinal);

    private static async Task<List<Made>> FindAsync(AnalyticsDatabase analytics, NpgsqlConnection connection, uint[] relations, CancellationToken cancellation)
    {
        var found = await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/objets_dependants.sql"),
            static r => new Made(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4), r.GetFieldValue<uint>(5), r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7)), cancellation, (object)relations);
        if (found.FirstOrDefault(o => o.OtherOwner is not null) is { } foreign)
        {
            throw new PipelineException($"The {foreign.Kind} {foreign.Name} reads a table that is to be replaced, and belongs to {foreign.OtherOwner}: to make it again over the new one, the user of {analytics.Setting} must be of that role: grant {QuotedName.Of(foreign.OtherOwner!)} to {QuotedName.Of(connection.UserName ?? "")}. What stands stays.");
        }

        if (found.FirstOrDefault(o => o.Kind == "aggregate") is { } aggregate)
        {
            throw new PipelineException($"The aggregate {aggregate.Name} is defined by a table that is to be replaced, and can't be made again over the new one: drop it, or define it without the table. What stands stays.");
        }

        return found;
    }
}
