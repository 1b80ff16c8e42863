using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Suivi;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class JobReportTests
{
    private static readonly JobRun Run = new(
        "charger-les-evenements",
        new DateTimeOffset(2025, 6, 30, 2, 30, 0, 250, TimeSpan.FromHours(2)),
        TimeSpan.FromSeconds(1.23456),
        new JobOutcome(new JsonObject { ["inSource"] = 12_000L, ["loaded"] = 11_000, ["ignoredColumns"] = new JsonArray("a", "b"), ["leftOut"] = new JsonArray(), ["from"] = null }));

    [Fact]
    public void A_script_gets_one_object_with_instants_in_utc() => Assert.Equal(
        """{"job":"charger-les-evenements","success":true,"started":"2025-06-30T00:30:00.250Z","durationSeconds":1.235,"result":{"inSource":12000,"loaded":11000,"ignoredColumns":["a","b"],"leftOut":[],"from":null}}""",
        JobReport.Json(Run).ToJsonString());

    [Fact]
    public void A_person_gets_lines_that_are_never_cut()
    {
        var output = new StringWriter();
        var many = Run with { Outcome = new JobOutcome(new JsonObject { ["excludedTables"] = new JsonArray([.. Enumerable.Range(0, 100).Select(i => JsonValue.Create($"table_{i}"))]) }) };
        var console = new Terminal(output, false, TextWriter.Null, false).ResultsConsole();

        JobReport.Write(console, Run);
        JobReport.Write(console, many);

        Assert.StartsWith("""
            charger-les-evenements: done in 1.2 s
              in source        12,000
              loaded           11,000
              ignored columns  a, b
              left out         -
              from             -
            """, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(8, output.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void A_past_run_keeps_its_result_and_its_error()
    {
        var started = new DateTime(2025, 6, 30, 0, 30, 0, DateTimeKind.Utc);
        var done = RunsReport.Json(new PastRun(7, "run", started, started.AddSeconds(2), true, """{"rows":3}""", 0, null, 2_000, false));
        var killed = RunsReport.Json(new PastRun(8, "run", started, null, null, null, 0, null, null, false));

        Assert.Equal("""{"id":7,"job":"run","state":"done","success":true,"started":"2025-06-30T00:30:00.000Z","ended":"2025-06-30T00:30:02.000Z","durationSeconds":2,"result":{"rows":3},"errors":0,"error":null}""", done.ToJsonString());
        Assert.Equal("interrupted", (string?)killed["state"]);
    }
}
