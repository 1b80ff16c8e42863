using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Host.Worker;

/// <summary>Whether the worker reaches both servers, its tables are there and the data is fresh. Anybody may ask: however often that is, the servers are asked every few seconds at most.</summary>
internal sealed class Readiness(PipelineSettings settings, AnalyticsDatabase analytics, NightLoop loop, Pulse pulse) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer is good for.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turn = new(1);
    private (long At, IReadOnlyList<string> Reasons)? latest;

    public void Dispose() => turn.Dispose();

    /// <returns>What stands in the way; none, it is ready.</returns>
    public async Task<IReadOnlyList<string>> ReasonsAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (latest is { } known && TimeProvider.System.GetElapsedTime(known.At) < Age) return known.Reasons;
            // Not by the token of the one who asks: others get the same answer.
            using var patience = new CancellationTokenSource(Patience);
            var reasons = await LookAsync(patience.Token);
            latest = (TimeProvider.System.GetTimestamp(), reasons);
            return reasons;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync(CancellationToken patience)
    {
        var reasons = new List<string>();
        if (await ReachAsync(analytics, patience) is { } here) reasons.Add(here);
        await using (var source = new SourceDatabase(settings.Source))
        {
            if (await ReachAsync(source, patience) is { } there) reasons.Add(there);
        }

        if (!loop.IsPrepared) reasons.Add("the pipeline's tables are not up to date yet");
        if (reasons.Count == 0) reasons.AddRange(await NotFreshAsync(patience));
        return reasons;
    }

    private async Task<IReadOnlyList<string>> NotFreshAsync(CancellationToken patience)
    {
        try
        {
            return (await pulse.FeelAsync(patience)).Reasons;
        }
        catch (OperationCanceledException)
        {
            return [$"whether the data is fresh could not be read within {Patience.TotalSeconds} seconds"];
        }
    }

    /// <returns>What stands in the way.</returns>
    private static async Task<string?> ReachAsync(PostgresDatabase database, CancellationToken patience)
    {
        try
        {
            await using var connection = await database.OpenAsync(patience);
            await using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            await command.ExecuteScalarAsync(patience);
            return null;
        }
        catch (Exception e) when (e is PipelineException or Npgsql.NpgsqlException)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return $"{database.Place} ({database.Setting}) does not answer within {Patience.TotalSeconds} seconds";
        }
    }
}
