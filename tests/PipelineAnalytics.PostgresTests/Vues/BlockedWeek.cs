using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>Holds back whoever publishes a week, until it is let go: a row of the ledger that is written and not committed.</summary>
internal sealed class BlockedWeek : IAsyncDisposable
{
    private readonly NpgsqlConnection session;
    private readonly NpgsqlTransaction transaction;

    private BlockedWeek(NpgsqlConnection session, NpgsqlTransaction transaction) => (this.session, this.transaction) = (session, transaction);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<BlockedWeek> HoldAsync(TestPipeline pipeline, string semaine)
    {
        var session = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        var transaction = await session.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand($"insert into pipeline.vue_semaine (vue, semaine, date_calcul, nb_evenements, changement, empreinte, fuseau, provisoire) values ('analytics_engagement', '{semaine}', now(), 0, 0, '', '', false)", session);
        await command.ExecuteNonQueryAsync(Cancellation);
        return new BlockedWeek(session, transaction);
    }

    public Task LetGoAsync() => transaction.RollbackAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await session.DisposeAsync();
    }
}
