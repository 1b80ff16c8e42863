using System.Collections.Concurrent;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using Xunit;

namespace PipelineAnalytics.Tests.Miroir;

/// <summary>Who works beside whom, and who is told that others have nothing to do.</summary>
public sealed class BuildQueueTests
{
    [Fact]
    public async Task Only_what_must_be_alone_and_leaves_others_nothing_to_begin_is_told_of_idle_workers()
    {
        var told = new ConcurrentBag<(string, int)>();
        var queue = new BuildQueue(3);
        var together = new TaskCompletionSource();
        var begun = 0;
        queue.Add(new(["a"], Alone: true, 2, (idle, _) => Note("key", idle)));
        foreach (var index in new[] { "i", "j", "k" })
        {
            queue.Add(new(["a"], Alone: false, 1, async (idle, token) =>
            {
                await Note(index, idle);
                if (Interlocked.Increment(ref begun) == 3) together.SetResult();
                await together.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
            }));
        }

        queue.Complete();
        await queue.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([("key", 2), ("i", 0), ("j", 0), ("k", 0)], told.OrderByDescending(t => t.Item2).ThenBy(t => t.Item1, StringComparer.Ordinal));

        Task Note(string what, int idle)
        {
            told.Add((what, idle));
            return Task.CompletedTask;
        }
    }
}
