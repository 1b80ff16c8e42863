using System.Runtime.ExceptionServices;

namespace PipelineAnalytics;

/// <summary>Several works at once. The first that fails stops the others, and its error is the one that is told.</summary>
internal static class SideBySide
{
    public static async Task RunAsync(CancellationToken cancellation, params Func<CancellationToken, Task>[] works)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? first = null;
        await foreach (var work in Task.WhenEach(works.Select(w => w(stop.Token)).ToList()))
        {
            if (work.IsCompletedSuccessfully) continue;
            try
            {
                await work;
            }
            catch (Exception e)
            {
                first ??= ExceptionDispatchInfo.Capture(e);
                await stop.CancelAsync();
            }
        }

        first?.Throw();
    }
}
