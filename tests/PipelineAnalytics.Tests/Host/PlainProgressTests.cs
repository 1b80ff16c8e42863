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

        progress.End();

        Assert.Equal(
        [
            "events: 0 of 12,000 rows",
            "events: 5,000 of 12,000 rows, 1,000/s, 7.0 s left",
            "events: 10,000 of 12,000 rows, 1,000/s, 2.0 s left",
            "events: 12,000 rows in 12.0 s, 1,000/s",
        ], lines);
    }

    [Fact]
    public void A_step_ends_when_the_next_begins_or_the_job_ends()
    {
        progress.Report(new JobProgress("tables", 10, 30, "rows"));
        progress.Report(new JobProgress("tables", 42, 30, "rows"));
        progress.Report(new JobProgress("indexes and constraints", 0, 0, ""));
        time.Pass(TimeSpan.FromSeconds(1.5));
        progress.End();
        progress.End();

        Assert.Equal(["rows of tables: 42", "indexes and constraints…", "indexes and constraints: done in 1.5 s"], lines);
    }

    [Fact]
    public void The_time_of_a_step_is_that_of_what_was_counted()
    {
        progress.Report(new JobProgress("People", 0, 1, "rows"));
        time.Pass(TimeSpan.FromSeconds(0.5));
        progress.Report(new JobProgress("People", 1, 1, "rows"));
        time.Pass(TimeSpan.FromSeconds(3));
        progress.End();

        Assert.Equal(["People: 0 of 1 row", "People: 1 row in 0.5 s"], lines);
    }

    [Fact]
    public void A_step_that_fell_short_of_its_estimate_ends_with_what_was_done()
    {
        progress.Report(new JobProgress("tables", 0, 30, "rows"));
        time.Pass(TimeSpan.FromSeconds(2));
        progress.Report(new JobProgress("tables", 20, 30, "rows"));
        progress.End();

        Assert.Equal(["rows of tables: 0 of 30", "rows of tables: 20 in 2.0 s, 10/s"], lines);
    }

    [Theory]
    [InlineData("events", 0, "rows", "events: 0 rows")]
    [InlineData("weeks", 1, "weeks", "weeks: 1")]
    public void What_is_reported_once_is_told_once(string step, long done, string unit, string told)
    {
        progress.Report(new JobProgress(step, done, done, unit));
        progress.End();

        Assert.Equal([told], lines);
    }

    [Fact]
    public void What_was_done_before_the_first_report_took_a_time_that_nobody_knows()
    {
        progress.Report(new JobProgress("enriched", 300_000, 300_000, "rows"));
        time.Pass(TimeSpan.FromSeconds(3));
        progress.End();

        Assert.Equal(["enriched: 300,000 rows"], lines);
    }

    [Fact]
    public void A_step_that_broke_has_no_end()
    {
        progress.Report(new JobProgress("events", 0, 30, "rows"));
        progress.Report(new JobProgress("events", 20, 30, "rows"));
        progress.Break();
        progress.End();

        Assert.Equal(["events: 0 of 30 rows", "events: not finished, 20 of 30 rows"], lines);
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
