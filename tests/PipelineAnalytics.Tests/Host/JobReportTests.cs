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

        JobReport.Write(console, Run, told: false);
        JobReport.Write(console, many, told: false);

        Assert.StartsWith("""
            charger-les-evenements: done in 1.2 s
              in source        12,000
              loaded           11,000
              ignored columns  a, b
            charger-les-evenements: done in 1.2 s
              excluded tables  table_0, table_1,
            """, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, output.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void What_the_screen_says_already_is_not_said_again()
    {
        var output = new StringWriter();
        JobReport.Write(new Terminal(output, false, TextWriter.Null, false).ResultsConsole(), Run with { Outcome = new JobOutcome(new JsonObject { ["weeks"] = 1, ["provisional"] = true }) }, told: true);

        Assert.Equal(["  weeks  1", "  provisional: the week is not over"], output.ToString().TrimEnd().Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("dump-for-analytics", """{"rows":1,"tables":41,"excludedTables":["a"]}""", "41 tables, 1 row")]
    [InlineData("enrichir-les-evenements", """{"enriched":20000,"weeksDue":1,"weeksChanged":3}""", "20,000 enriched, 1 week due")]
    [InlineData("charger-les-vues", """{"to":"2025-06-23","rows":9,"weeks":1,"provisional":true}""", "1 week, 9 rows, provisional")]
    [InlineData("another", """{"a":1.5,"b":"text","c":2,"d":3,"e":4}""", "1.5 a, 2 c, 3 d")]
    public void A_cell_has_the_counts_that_matter(string verb, string result, string told) =>
        Assert.Equal(told, JobReport.Summary(verb, JsonNode.Parse(result)!.AsObject()));

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
