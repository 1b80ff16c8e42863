using System.CommandLine;
using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary><c>evenements</c>: how events come in (bench/README.md).</summary>
internal sealed class EvenementsVerb : Command
{
    private const decimal Million = 1_000_000;

    private readonly Option<string> histories = new("--historique") { Description = "Events that analytics already holds, in millions: one measure each; empty for none", DefaultValueFactory = _ => "2,20" };
    private readonly Option<int> perDay = new("--jour") { Description = "Events of a day", DefaultValueFactory = _ => 110_000 };
    private readonly Option<decimal> firstLoad = new("--premier") { Description = "Events of the first load, in millions; 0 for none", DefaultValueFactory = _ => 5 };
    private readonly Option<int> rounds = new("--tours") { Description = "Nights, and first loads, of which the median is taken", DefaultValueFactory = _ => 3 };
    private readonly Option<bool> profiled = new("--profil") { Description = "Say which statements the time was spent in (needs pg_stat_statements; slower)" };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table" };

    public EvenementsVerb() : base("evenements", "Load and enrich a day of events, and the first load, against the classical way and psql.")
    {
        foreach (Option option in (Option[])[histories, perDay, firstLoad, rounds, profiled, json]) Options.Add(option);
        histories.Check("takes sizes in millions, as 2,20", text => Sizes(text).All(n => n > 0));
        perDay.Check("takes a whole number from 100 to 10000000", n => n is >= 100 and <= 10_000_000);
        firstLoad.Check("takes a size in millions, as 5", n => n >= 0);
        rounds.Check("takes a whole number from 1 to 30", n => n is >= 1 and <= 30);
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var plan = new EvenementsPlan([.. Sizes(parse.GetValue(histories))], parse.GetValue(perDay), (long)(parse.GetValue(firstLoad) * Million), parse.GetValue(rounds));
        var messages = Console.Error;
        await messages.WriteLineAsync("starting a private PostgreSQL");
        await using var server = await BenchServer.StartAsync(parse.GetValue(profiled), cancellation);
        var profile = new StatementProfile(server, messages, parse.GetValue(profiled));

        var days = new List<DayResult>();
        foreach (var history in plan.Histories) days.Add(await new DayBenchmark(server, plan, profile, messages).RunAsync(history, cancellation));
        var first = plan.FirstLoad == 0 ? null : await new FirstLoadBenchmark(server, plan, profile, messages).RunAsync(cancellation);

        var report = new EvenementsReport(plan, server.Described, days, first);
        if (parse.GetValue(json)) await Console.Out.WriteLineAsync(report.Json());
        else report.Write(Console.Out);
    }

    private static IEnumerable<long> Sizes(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(size => (long)(decimal.Parse(size, CultureInfo.InvariantCulture) * Million));
}
