using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>Reports how many rows the server has taken in, as it counts them itself (<c>pg_stat_progress_copy</c>).</summary>
internal sealed class CopyProgress : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ended = new();
    private readonly Task watching;

    private CopyProgress(JobContext context, int process, long total) => watching = WatchAsync(context, process, total, ended.Token);

    /// <param name="context">Where to ask, and whom to tell.</param>
    /// <param name="process">The server process that takes the rows in.</param>
    /// <param name="total">Rows that will come; 0 where that is not known.</param>
    public static CopyProgress Watch(JobContext context, int process, long total) => new(context, process, total);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watching;
        ended.Dispose();
    }

    /// <summary>Whatever goes wrong here is no reason to stop the copy.</summary>
    private static async Task WatchAsync(JobContext context, int process, long total, CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(Every);
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await using var connection = await context.Analytics.OpenAsync(cancellation);
                var rows = await connection.ScalarAsync<long>("select tuples_processed from pg_stat_progress_copy where pid = $1", cancellation, process);
                if (rows > 0) context.Progress.Report(new JobProgress("events", total > 0 ? Math.Min(rows, total) : rows, total, "rows"));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException or PipelineException)
        {
        }
    }
}
