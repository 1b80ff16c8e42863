using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.Oublier;

/// <summary>
/// Gives people their pseudonyms, in one transaction. Pseudonyms are new and each person's own, so that renaming every table that
/// holds identifiers is the same as renaming the events and counting anew: nothing is counted, and no week changes.
/// </summary>
/// <param name="analytics">No identifier goes into the text or the parameters of a statement: servers log both.</param>
internal sealed class Forgetting(NpgsqlConnection analytics)
{
    private const string Events = "evenement_engagement";

    /// <summary>Events that were renamed.</summary>
    public long EventsRenamed { get; private set; }

    /// <summary>People of whom there was something.</summary>
    public long Found { get; private set; }

    /// <summary>Draws the pseudonyms. They live as long as the session.</summary>
    public async Task NameAsync(IEnumerable<string> people, CancellationToken cancellation)
    {
        await analytics.ExecuteAsync(Sql("personnes"), cancellation);
        await using (var writer = await analytics.BeginBinaryImportAsync("copy oubli (id_utilisateur) from stdin (format binary)", cancellation))
        {
            foreach (var person in people) await writer.WriteRowAsync(cancellation, person);
            await writer.CompleteAsync(cancellation);
        }

        await analytics.ExecuteAsync("analyze oubli", cancellation);
    }

    /// <summary>How many of their events are not enriched yet.</summary>
    public Task<long> WaitingAsync(CancellationToken cancellation) => analytics.ScalarAsync<long>(Sql("en_attente"), cancellation);

    /// <summary>The caller holds the lock of the events.</summary>
    /// <exception cref="PipelineException">Events of theirs came in since they were enriched, or a table does not take pseudonyms.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        if (await WaitingAsync(cancellation) > 0) throw new PipelineException("Events of these people were loaded just now and wait for enrichment, which needs to know whose they are: nothing was changed; run oublier again.");

        // The numbers stay: nothing is to be counted anew.
        await analytics.ExecuteAsync("set local pipeline.interne = 'on'; set local jit = off", cancellation);
        foreach (var (schema, table) in await TablesAsync(cancellation)) await RenameAsync(schema, table, cancellation);
        await analytics.ExecuteAsync(Sql("passage"), cancellation);
        Found = await analytics.ScalarAsync<long>("select count(*) from oubli where connu", cancellation);
        if (await IsMirroredAsync(cancellation)) await analytics.ExecuteAsync(Sql("demarches_ia"), cancellation);
        if (await analytics.ScalarAsync<bool>(SqlFile.Read("Jobs/EnrichirLesEvenements/conseiller_colonnes.sql"), cancellation, "public.conseiller")) await analytics.ExecuteAsync(Sql("conseillers"), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<List<(string Schema, string Table)>> TablesAsync(CancellationToken cancellation)
    {
        var tables = await analytics.QueryAsync(Sql("tables"), static r => (Schema: r.GetString(0), Table: r.GetString(1), Type: r.GetString(2), Fits: r.GetBoolean(3)), cancellation);
        foreach (var (schema, table, type, _) in tables.Where(t => !t.Fits))
        {
            throw new PipelineException($"The column id_utilisateur of {schema}.{table} is of type {type}, which has no room for a pseudonym: nothing was changed; drop that table if it is but kept from an earlier pipeline, or make the column a varchar, and run oublier again.");
        }

        return [.. tables.Select(t => (t.Schema, t.Table))];
    }

    private async Task RenameAsync(string schema, string table, CancellationToken cancellation)
    {
        var sql = Sql("renommer").Replace("{table}", QuotedName.Of(schema, table).ToString(), StringComparison.Ordinal);
        var renamed = await analytics.ScalarAsync<long>(sql, cancellation);
        if ((schema, table) == ("public", Events)) EventsRenamed = renamed;
    }

    private async Task<bool> IsMirroredAsync(CancellationToken cancellation) => (await MirrorRequirements.MissingAsync(analytics, cancellation)).Count == 0;

    private static string Sql(string name) => SqlFile.Read($"Jobs/Oublier/{name}.sql");
}
