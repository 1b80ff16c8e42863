using System.CommandLine;
using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary><c>web</c>: how fast the dashboard answers with years of weeks (bench/README.md).</summary>
internal sealed class WebVerb : Command
{
    private readonly Option<int> weeks = new("--semaines") { Description = "Weeks that are published", DefaultValueFactory = _ => 208 };
    private readonly Option<int> rounds = new("--tours") { Description = "Times that each address is asked for, after a first time", DefaultValueFactory = _ => 20 };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON object instead of tables" };

    public WebVerb() : base("web", "Ask the dashboard for each page and each question, with four years of weeks published.")
    {
        foreach (Option option in (Option[])[weeks, rounds, json]) Options.Add(option);
        weeks.Check("takes a whole number from 2 to 520", n => n is >= 2 and <= 520);
        rounds.Check("takes a whole number from 1 to 1000", n => n is >= 1 and <= 1000);
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var plan = new WebPlan(parse.GetValue(weeks), parse.GetValue(rounds));
        var messages = Console.Error;
        await messages.WriteLineAsync("starting a private PostgreSQL");
        await using var server = await BenchServer.StartAsync(profiled: false, cancellation);
        var data = await new WebHistory(server, plan, messages).BuildAsync(cancellation);
        await using var process = await DashboardProcess.StartAsync(server, data.Now, cancellation);
        using var dashboard = new HttpClient { BaseAddress = process.Address };
        var addresses = await new Addresses(plan, data).ListAsync(dashboard, cancellation);
        var result = await new WebBenchmark(plan, dashboard, addresses, messages).RunAsync(cancellation);

        var report = new WebReport(plan, server.Described, data, result);
        if (parse.GetValue(json)) await Console.Out.WriteLineAsync(report.Json());
        else report.Write(Console.Out);
        var missing = result.Answers.Where(a => !a.IsThere).Select(a => $"{a.Address} (HTTP {a.Status})").ToList();
        if (missing.Count > 0) throw new PipelineException($"What did not answer was not measured: {string.Join(", ", missing)}; look at the dashboard there, or take the address out of Web/Addresses.cs.");
        var over = result.Answers.Where(a => a.IsOver).Select(a => a.Address).ToList();
        if (over.Count > 0) throw new PipelineException($"More than {Answered.Mark} ms, as a median: {string.Join(", ", over)}; see the table.");
    }
}
