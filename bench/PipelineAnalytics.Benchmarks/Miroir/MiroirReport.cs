using System.Text.Json;
using PipelineAnalytics.Benchmarks.Harness;
using Spectre.Console;
using static PipelineAnalytics.Benchmarks.Harness.ReportText;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>The numbers: medians for people, every night for scripts.</summary>
internal sealed class MiroirReport(MiroirPlan plan, IReadOnlyDictionary<string, string> server, MiroirData data, MiroirResult result)
{
    public void Write(TextWriter output)
    {
        var console = PlainConsole(output);
        console.Write(Nights());
        console.WriteLine(Text($"The second night takes {result.SecondRatios.Median():0.00} times the first of its round (each: {string.Join(' ', result.SecondRatios.Select(r => Text($"{r:0.00}")))})"));
        if (result.Memory is { } memory) console.WriteLine(Text($"Peak memory of our process, over all nights: {memory:0} MB"));
        if (result.ReadNights.Count > 0) console.WriteLine(Readers([.. result.ReadNights.Select(n => n.Reads)]));
        console.WriteLine(Text($"After each night the {data.Tables} tables had the rows, indexes and constraints of production's; the largest is {data.LargestTable * 100:0}% of the bytes"));
        output.WriteLine(string.Join(", ", server.Select(entry => $"{entry.Key} {entry.Value}")));
    }

    public string Json() => JsonSerializer.Serialize(new
    {
        plan,
        server,
        data,
        ways = result.Ways.Select(way => new { way.Way, way.Nights, way.Median, ratio = result.Ratio(way) }),
        secondNights = result.SecondNights,
        secondRatios = result.SecondRatios,
        readNights = result.ReadNights,
        memory = result.Memory,
    }, Indented);

    private Table Nights()
    {
        var table = NewTable(Text($"A mirror of {data.Bytes / 1e9:0.00} GB: {data.Tables} tables, {data.Indexes} indexes, {data.Rows:N0} rows (median of {plan.Rounds})"), "night", "way");
        table.AddColumn("times ours", c => c.RightAligned());
        foreach (var way in result.Ways) Row(table, "first", way.Way, way.Nights);
        Row(table, "second", result.Ours.Way, result.SecondNights);
        if (result.ReadNights.Count > 0) Row(table, "third, with readers", result.Ours.Way, [.. result.ReadNights.Select(n => n.Night)]);
        return table;
    }

    private void Row(Table table, string night, string way, IReadOnlyList<Night> nights)
    {
        var median = new WayResult(way, nights);
        table.AddRow(night, way, Text($"{median.Median:0.00}"), string.Join(' ', nights.Select(n => Text($"{n.Seconds:0.00}"))), Text($"{result.Ratio(median):0.00}"));
    }

    private static string Readers(IReadOnlyList<Reads> reads) => Text(
        $"Two readers: {reads.Sum(r => r.Count):N0} reads, {reads.Sum(r => r.Errors)} errors, {reads.Sum(r => r.Empty)} empty, {reads.Sum(r => r.Wrong)} with a wrong number of rows; they waited {reads.Select(r => r.MedianWait).Median():0} ms as a rule, {reads.Max(r => r.LongestWait):0} ms at most")
        + (reads.FirstOrDefault(r => r.FirstError is not null) is { } failed ? $"; the first error: {failed.FirstError}" : "");
}
