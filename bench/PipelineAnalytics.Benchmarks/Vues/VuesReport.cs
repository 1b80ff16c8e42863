using System.Text.Json;
using PipelineAnalytics.Benchmarks.Harness;
using Spectre.Console;
using static PipelineAnalytics.Benchmarks.Harness.ReportText;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary>The numbers: medians for people, every turn for scripts.</summary>
internal sealed class VuesReport(VuesPlan plan, IReadOnlyDictionary<string, string> server, VuesData data, VuesResult result)
{
    private bool AllMeasured => result.SpreadWeeks.Count == plan.Weeks;

    private string MeasuredWeeks => string.Join(", ", result.SpreadWeeks);

    public void Write(TextWriter output)
    {
        var console = PlainConsole(output);
        console.Write(Times());
        console.Write(ClassicalSteps());
        console.WriteLine(Text($"One week: the classical way takes {result.WeekRatio:0.0} times as long"));
        console.WriteLine(Text($"All {plan.Weeks} weeks: the classical way takes {result.AllRatio(plan.Weeks):0.0} times as long")
            + (AllMeasured ? " (each week measured)" : Text($" (extrapolated: {plan.Weeks} times the mean of the weeks {MeasuredWeeks})")));
        console.WriteLine(Text($"All {plan.Weeks} weeks take ours {result.CopyRatio:0.00} times the COPY of the table"));
        console.WriteLine(Text($"The last week costs {result.Growth:0.00} times the middle one ({data.Last} {VuesResult.Median(result.LastWeek):0.00} s, {data.Middle} {VuesResult.Median(result.MiddleWeek):0.00} s)"));
        if (result.Backfill.Max(t => t.Memory) is { } memory) console.WriteLine(Text($"Peak memory of our process over all weeks: {memory:0} MB"));
        console.WriteLine(Text($"The four vues are the same cell for cell in {result.RowsCompared.Count} weeks: {result.RowsCompared.Values.Sum():N0} rows"));
        output.WriteLine(string.Join(", ", server.Select(entry => $"{entry.Key} {entry.Value}")) + $"; in the classical sessions, as in our jobs' at the time of writing, {ClassicalVues.SessionSettings}");
    }

    public string Json() => JsonSerializer.Serialize(new
    {
        plan,
        server,
        data = new { data.Events, data.Users, first = $"{data.Weeks[0]}", last = $"{data.Last}", middle = $"{data.Middle}" },
        backfill = result.Backfill,
        copy = result.Copy,
        count = result.Count,
        classicalSpread = result.SpreadWeeks.Zip(result.ClassicalSpread, (week, turn) => new { week = $"{week}", turn }),
        lastWeek = result.LastWeek,
        middleWeek = result.MiddleWeek,
        classicalWeek = result.ClassicalWeek,
        rowsCompared = result.RowsCompared.ToDictionary(w => $"{w.Key}", w => w.Value),
        weekRatio = result.WeekRatio,
        allRatio = result.AllRatio(plan.Weeks),
        allExtrapolated = !AllMeasured,
        copyRatio = result.CopyRatio,
        growth = result.Growth,
    }, Indented);

    private Table Times()
    {
        var table = NewTable(Text($"The four vues over {data.Events:N0} events of {data.Users:N0} users in {plan.Weeks} weeks (median of {plan.Rounds})"), "what", "way");
        table.AddColumn("spilled, MB", c => c.RightAligned());
        Row(table, $"one week, {data.Last}", "ours: charger-les-vues --semaine", result.LastWeek);
        Row(table, $"one week, {data.Last}", "classical", result.ClassicalWeek);
        Row(table, $"one week, {data.Middle}", "ours: charger-les-vues --semaine", result.MiddleWeek);
        Row(table, $"all {plan.Weeks} weeks", "ours: initialiser-les-vues", result.Backfill);
        var spilled = result.ClassicalSpread.Average(t => t.Spilled) * plan.Weeks;
        table.AddRow($"all {plan.Weeks} weeks", AllMeasured ? "classical, sum" : Text($"classical, EXTRAPOLATED from {result.SpreadWeeks.Count} weeks"),
            Text($"{result.ClassicalAll(plan.Weeks):0.00}"), EachRound(result.ClassicalSpread), Megabytes(spilled));
        Row(table, "the table, once", "copy … to '/dev/null' (format binary)", result.Copy);
        Row(table, "the table, once", "select count(*)", result.Count);
        return table;
    }

    private static void Row(Table table, string what, string way, IReadOnlyList<Turn> turns) => table.AddRow(
        what, way, Text($"{VuesResult.Median(turns):0.00}"), EachRound(turns), Megabytes(turns.Select(t => (double)t.Spilled).Median()));

    /// <summary>Where a classical week's time goes.</summary>
    private Table ClassicalSteps()
    {
        var table = NewTable(Text($"The classical way's statements for {data.Last}"), "statement");
        Measure[] rounds = [.. result.ClassicalWeek.Select(t => t.Measure)];
        foreach (var (step, i) in rounds.Medians().Select((step, i) => (step, i)))
        {
            table.AddRow(step.Name, Text($"{step.Seconds:0.00}"), string.Join(' ', rounds.Select(r => Text($"{r.Steps[i].Seconds:0.00}"))));
        }

        return table;
    }

    private static string EachRound(IEnumerable<Turn> turns) => string.Join(' ', turns.Select(t => Text($"{t.Seconds:0.00}")));

    private static string Megabytes(double bytes) => Text($"{bytes / 1048576:N0}");
}
