namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Work on the tables of the new copy, several at a time. Two works that the server would not do side by side anyway, since one needs a lock
/// that the other holds, are not begun together: a worker that waits for a lock is a processor that idles.
/// </summary>
internal sealed class BuildQueue(int workers)
{
    private readonly Lock gate = new();
    private readonly List<Work> pending = [];
    private readonly Dictionary<string, int> users = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int busy;
    private bool complete;

    /// <param name="Tables">Those that it locks.</param>
    /// <param name="Alone">Whether nobody else may work on them; otherwise others that need not be alone may.</param>
    /// <param name="Weight">The heaviest come first.</param>
    /// <param name="RunAsync">Is told how many workers have nothing to do when it begins.</param>
    public sealed record Work(string[] Tables, bool Alone, long Weight, Func<int, CancellationToken, Task> RunAsync);

    public void Add(Work work)
    {
        lock (gate)
        {
            pending.Add(work);
            Signal();
        }
    }

    /// <summary>Nothing more will be added.</summary>
    public void Complete()
    {
        lock (gate)
        {
            complete = true;
            Signal();
        }
    }

    /// <summary>Ends when all that was added is done, or at the first failure.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Parallel.ForEachAsync(Enumerable.Range(0, workers), new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, async (_, token) => await WorkAsync(token));

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Work? next;
            Task change;
            int idle;
            lock (gate)
            {
                next = Take();
                if (next is null && complete && pending.Count == 0) return;
                change = changed.Task;
                // Where there is more that could be begun, others are about to begin it.
                idle = pending.Any(IsFree) ? 0 : workers - busy;
            }

            if (next is null)
            {
                await change.WaitAsync(cancellation);
                continue;
            }

            try
            {
                await next.RunAsync(idle, cancellation);
            }
            finally
            {
                Release(next);
            }
        }
    }

    private Work? Take()
    {
        var next = pending.Where(IsFree).MaxBy(w => w.Weight);
        if (next is null) return null;
        pending.Remove(next);
        busy++;
        // A work that must be alone counts as all that there can be.
        foreach (var table in next.Tables) users[table] = users.GetValueOrDefault(table) + (next.Alone ? workers : 1);
        return next;
    }

    private bool IsFree(Work work) => work.Tables.All(t => work.Alone ? users.GetValueOrDefault(t) == 0 : users.GetValueOrDefault(t) < workers);

    private void Release(Work work)
    {
        lock (gate)
        {
            busy--;
            foreach (var table in work.Tables) users[table] -= work.Alone ? workers : 1;
            Signal();
        }
    }

    private void Signal()
    {
        changed.TrySetResult();
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
