using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Host.Worker;

/// <summary>
/// For those who watch the process. <c>/healthz</c>: it is alive, its loop goes round; 503 when it should be started anew. <c>/readyz</c>: it reaches both
/// servers, its tables are there, the data is fresh; 503 with what is not.
/// </summary>
internal static class WorkerHealth
{
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", (NightLoop loop) => TimeProvider.System.GetElapsedTime(loop.LastTurn) < Stuck
            ? Results.Text("alive\n") : Results.Text("the loop that looks for work stands still\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/readyz", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext http, PipelineSettings settings, AnalyticsDatabase analytics, NightLoop loop, Pulse pulse)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        var reasons = new List<string>();
        if (await ReachAsync(analytics, patience.Token) is { } here) reasons.Add(here);
        await using (var source = new SourceDatabase(settings.Source))
        {
            if (await ReachAsync(source, patience.Token) is { } there) reasons.Add(there);
        }

        if (!loop.IsPrepared) reasons.Add("the pipeline's tables are not up to date yet");
        if (reasons.Count == 0) reasons.AddRange(await NotFreshAsync(pulse, patience.Token));
        return Results.Text(
            new JsonObject { ["ready"] = reasons.Count == 0, ["reasons"] = new JsonArray([.. reasons.Select(r => JsonValue.Create(r))]) }.ToJsonString() + "\n",
            "application/json", statusCode: reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IReadOnlyList<string>> NotFreshAsync(Pulse pulse, CancellationToken cancellation)
    {
        try
        {
            return (await pulse.FeelAsync(cancellation)).Reasons;
        }
        catch (OperationCanceledException)
        {
            return [$"whether the data is fresh could not be read within {Patience.TotalSeconds} seconds"];
        }
    }

    /// <returns>What stands in the way.</returns>
    private static async Task<string?> ReachAsync(PostgresDatabase database, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            await command.ExecuteScalarAsync(cancellation);
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
