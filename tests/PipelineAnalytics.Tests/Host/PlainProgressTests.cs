using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class PlainProgressTests
{
    private readonly ManualTime time = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> lines = [];
    private readonly PlainProgress progress;

    public PlainProgressTests() => progress = new PlainProgress(lines.Add, time);

    [Fact]
    public void A_step_is_told_every_few_seconds_and_at_its_end()
    {
        for (var done = 0; done <= 12_000; done += 1_000)
        {
            progress.Report(new JobProgress("events", done, 12_000, "rows"));
            time.Pass(TimeSpan.FromSeconds(1));
        }

        progress.Flush();

        Assert.Equal(
        [
            "events: 0 of 12,000 rows",
            "events: 5,000 of 12,000 rows, 1,000/s, 7.0 s left",
            "events: 10,000 of 12,000 rows, 1,000/s, 2.0 s left",
            "events: 12,000 rows, 1,000/s",
        ], lines);
    }

    [Fact]
    public void The_next_step_lets_the_last_word_of_the_one_before_pass()
    {
        progress.Report(new JobProgress("tables", 10, 30, "rows"));
        progress.Report(new JobProgress("tables", 42, 30, "rows"));
        progress.Report(new JobProgress("indexes and constraints", 0, 0, ""));
        progress.Flush();

        Assert.Equal(["tables: 42 rows", "indexes and constraints…"], lines);
    }

    [Fact]
    public void What_was_done_before_the_first_report_took_a_time_that_nobody_knows()
    {
        progress.Report(new JobProgress("enriched", 300_000, 300_000, "rows"));
        time.Pass(TimeSpan.FromSeconds(3));
        progress.Flush();

        Assert.Equal(["enriched: 300,000 rows"], lines);
    }

    [Fact]
    public void Nothing_is_told_twice()
    {
        progress.Report(new JobProgress("weeks", 0, 8, "weeks"));
        progress.Flush();
        progress.Flush();

        Assert.Single(lines);
    }
}
