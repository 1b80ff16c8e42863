using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Output;

/// <summary>For a file or a platform's log: a line at most every few seconds, and the last of each step.</summary>
internal sealed class PlainDisplay(TextWriter writer, TimeProvider time, TimeZoneInfo zone) : IDisplay
{
    private readonly Lock turn = new();
    private volatile PlainProgress? current;

    public async Task<T> FollowAsync<T>(Func<IProgress<JobProgress>, Task<T>> work)
    {
        var progress = current = new PlainProgress(Write, time);
        try
        {
            var result = await work(progress);
            progress.End();
            return result;
        }
        finally
        {
            progress.Break();
            current = null;
        }
    }

    public void EndStep() => current?.End();

    /// <summary>What was held back happened before.</summary>
    public void Line(string text)
    {
        current?.Flush();
        Write(text);
    }

    private void Write(string text)
    {
        lock (turn) writer.WriteLine(LogLine.Of(time, zone, text));
    }
}
