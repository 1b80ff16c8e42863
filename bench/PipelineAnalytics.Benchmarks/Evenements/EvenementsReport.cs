using System.Text.Json;
using PipelineAnalytics.Benchmarks.Harness;
using Spectre.Console;
using static PipelineAnalytics.Benchmarks.Harness.ReportText;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>The numbers: medians for people, every round for scripts.</summary>
internal sealed class EvenementsReport(EvenementsPlan plan, IReadOnlyDictionary<string, string> server, IReadOnlyList<DayResult> days, FirstLoadResult? first)
{
    /// <summary>What a day costs with the longest history, as a multiple of what it costs with the shortest.</summary>
    private double? Growth => days.Count < 2 ? null : days.MaxBy(d => d.History)!.Ours.MedianTotal() / days.MinBy(d => d.History)!.Ours.MedianTotal();

    public void Write(TextWriter output)
    {
        var console = PlainConsole(output);
        if (days.Count > 0) console.Write(Days());
        foreach (var day in days) console.WriteLine(Text($"A day into {day.History:N0}: the classical way takes {day.Ratio:0.0} times as long, at its best {day.RatioAtBest:0.0} times"));
        if (Growth is { } growth) console.WriteLine(Text($"A day into {days.Max(d => d.History):N0} costs {growth:0.00} times a day into {days.Min(d => d.History):N0}"));
        if (first is not null)
        {
            console.WriteLine();
            console.Write(First(first));
            console.WriteLine(Text($"The first load runs at {first.Ratio:0.00} of the rate of psql | psql"));
        }

        output.WriteLine(string.Join(", ", server.Select(entry => $"{entry.Key} {entry.Value}")));
    }

    public string Json() => JsonSerializer.Serialize(new { plan, server, days, growth = Growth, firstLoad = first }, Indented);

    private Table Days()
    {
        var table = NewTable(Text($"A day of {plan.PerDay:N0} events, seconds (median of {plan.Rounds})"), "history", "way", "step");
        foreach (var day in days)
        {
            Rows(table, day.History, "ours", day.Ours);
            Rows(table, day.History, "classical", day.Classical);
            Rows(table, day.History, "classical, at its best", day.ClassicalAtBest);
        }

        return table;
    }

    private static void Rows(Table table, long history, string way, IReadOnlyList<Measure> rounds)
    {
        foreach (var step in rounds.Medians()) table.AddRow(Text($"{history:N0}"), way, step.Name, Text($"{step.Seconds:0.00}"), "");
        table.AddRow(Text($"{history:N0}"), way, "total", Text($"{rounds.MedianTotal():0.00}"), string.Join(' ', rounds.Select(r => Text($"{r.Total:0.00}"))));
    }

    private Table First(FirstLoadResult result)
    {
        var table = NewTable(Text($"The first load of {result.Events:N0} events (median of {plan.Rounds})"), "way", "rows a second", "peak memory, MB");
        AddRow("psql | psql", result.PipeRate, null, r => r.Pipe.Seconds);
        AddRow("charger-les-evenements", result.LoadRate, result.Rounds.Max(r => r.LoadMemory), r => r.Load.Seconds);
        AddRow("… and enrichir-les-evenements", result.EnrichedRate, result.Rounds.Max(r => r.EnrichMemory), r => r.Load.Seconds + r.Enrich.Seconds);
        return table;

        void AddRow(string way, double rate, double? memory, Func<FirstLoadRound, double> seconds) => table.AddRow(
            way, Text($"{rate:N0}"), memory is { } m ? Text($"{m:0}") : "-",
            Text($"{result.Rounds.Select(seconds).Median():0.00}"), string.Join(' ', result.Rounds.Select(r => Text($"{seconds(r):0.00}"))));
    }
}
