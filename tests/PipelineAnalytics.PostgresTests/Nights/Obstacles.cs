using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>Locks that hold each job in its middle, until they are taken away.</summary>
/// <param name="week">The vues are held while they publish this week; null: before the first.</param>
internal sealed class Obstacles(TestPipeline pipeline, DateOnly? week = null) : IAsyncDisposable
{
    /// <summary>In the way of the mirror's exchange alone: a reader of a table.</summary>
    public const string Reader = "reader";

    private readonly Dictionary<string, NpgsqlConnection> held = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task PutAsync(string verb)
    {
        // No pool: what is held is let go of when the connection is closed.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(verb == NightBook.Mirror ? pipeline.SourceText : pipeline.AnalyticsText) { Pooling = false }.ConnectionString);
        held.Add(verb, connection);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(verb switch
        {
            NightBook.Mirror => "begin; lock table public.jeune in access exclusive mode",
            NightBook.Load => "begin; lock table pipeline.evenement_engagement_a_enrichir in share mode",
            NightBook.Enrichment => "begin; lock table public.conseiller in access exclusive mode",
            Reader => "begin; lock table public.conseiller in access share mode",
            _ when week is null => "select pg_advisory_lock(x'70697065'::int, 4)",
            _ => $"begin; insert into pipeline.vue_semaine (vue, semaine, date_calcul, nb_evenements, changement, empreinte, fuseau, provisoire) values ('analytics_engagement', '{week:O}', now(), 0, 0, '', '', false)",
        }, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>Whether somebody waits for it.</summary>
    public async Task<bool> IsMetAsync(string verb)
    {
        await using var command = (verb == NightBook.Mirror ? pipeline.Source : pipeline.Analytics)
            .CreateCommand($"select exists (select from pg_stat_activity where {held[verb].ProcessID} = any (pg_blocking_pids(pid)))");
        return (bool)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    public async Task RemoveAsync(string verb)
    {
        held.Remove(verb, out var connection);
        await connection!.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in held.Values) await connection.DisposeAsync();
    }
}
