using System.Text.Json;
using PipelineAnalytics.Benchmarks.Harness;
using Spectre.Console;
using static PipelineAnalytics.Benchmarks.Harness.ReportText;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>The numbers: medians and the worst for people, every time for scripts.</summary>
internal sealed class WebReport(WebPlan plan, IReadOnlyDictionary<string, string> server, WebData data, WebResult result)
{
    public void Write(TextWriter output)
    {
        var console = PlainConsole(output);
        console.Write(Answers());
        console.Write(FirstPage());
        console.WriteLine(Text($"The first page: {result.FirstBytes / 1000.0:0.0} kB beyond the chart library"));
        console.WriteLine(Text($"{plan.Weeks} weeks up to {data.Last}: ") + string.Join(", ", data.Rows.Select(r => Text($"{r.Key} {r.Value:N0} rows"))));
        output.WriteLine(string.Join(", ", server.Select(entry => $"{entry.Key} {entry.Value}")));
    }

    public string Json() => JsonSerializer.Serialize(new
    {
        plan,
        server,
        data = new { last = $"{data.Last}", data.Rows },
        mark = Answered.Mark,
        answers = result.Answers.Select(a => new { a.Address, a.Status, a.Bytes, a.First, median = a.Milliseconds.Median(), a.Worst, a.Milliseconds }),
        firstPage = result.FirstPage,
        firstBytes = result.FirstBytes,
    }, Indented);

    private Table Answers()
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Text($"Answers with {plan.Weeks} weeks, milliseconds of {plan.Rounds} times")) };
        table.AddColumn("address");
        foreach (var heading in (string[])["median", "worst", "the first time", "kB"]) table.AddColumn(heading, c => c.RightAligned());
        table.AddColumn(Text($"{Answered.Mark:0} ms"));
        foreach (var a in result.Answers)
        {
            table.AddRow(Markup.Escape(Uri.UnescapeDataString(a.Address)), Text($"{a.Milliseconds.Median():0.0}"), Text($"{a.Worst:0.0}"), Text($"{a.First:0.0}"), Text($"{a.Bytes / 1000.0:0.0}"), Verdict(a));
        }

        return table;
    }

    private static string Verdict(Answered a) => a switch
    {
        { IsThere: false } => Text($"HTTP {a.Status}"),
        { Worst: <= Answered.Mark } => "always under",
        { IsOver: true } => "OVER",
        _ => "median under",
    };

    private Table FirstPage()
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle("The first page's files, compressed") };
        table.AddColumn("file");
        table.AddColumn("kB", c => c.RightAligned());
        foreach (var file in result.FirstPage) table.AddRow(Markup.Escape(file.Address), Text($"{file.Bytes / 1000.0:0.0}"));
        return table;
    }
}
