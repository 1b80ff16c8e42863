using System.CommandLine;
using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Vues;

/// <summary><c>vues</c>: what a week and all weeks of the vues cost (bench/README.md).</summary>
internal sealed class VuesVerb : Command
{
    private const decimal Million = 1_000_000;

    private readonly Option<decimal> events = new("--evenements") { Description = "Events of all weeks, in millions", DefaultValueFactory = _ => 20 };
    private readonly Option<int> weeks = new("--semaines") { Description = "Weeks that have events", DefaultValueFactory = _ => 26 };
    private readonly Option<int> rounds = new("--tours") { Description = "Runs of which the median is taken", DefaultValueFactory = _ => 3 };
    private readonly Option<int> classicalWeeks = new("--classique") { Description = "Weeks, spread over all, that the classical way computes; its cost of all weeks is extrapolated from them", DefaultValueFactory = _ => 3 };
    private readonly Option<bool> classicalAll = new("--classique-toutes") { Description = "The classical way computes every week: nothing is extrapolated" };
    private readonly Option<bool> profiled = new("--profil") { Description = "Say which statements the time was spent in (needs pg_stat_statements; slower)" };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table" };

    public VuesVerb() : base("vues", "Compute one week and all weeks of the four vues, against the classical way and against reading the table once.")
    {
        foreach (Option option in (Option[])[events, weeks, rounds, classicalWeeks, classicalAll, profiled, json]) Options.Add(option);
        weeks.Check("takes a whole number from 2 to 520", n => n is >= 2 and <= 520);
        events.Check("takes a size in millions, as 20", n => n is >= 0.01m and <= 1000);
        rounds.Check("takes a whole number from 1 to 30", n => n is >= 1 and <= 30);
        classicalWeeks.Check("takes a whole number from 1 to 520", n => n is >= 1 and <= 520);
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var plan = Plan(parse);
        var messages = Console.Error;
        await messages.WriteLineAsync("starting a private PostgreSQL");
        await using var server = await BenchServer.StartAsync(parse.GetValue(profiled), cancellation);
        var data = await new VuesHistory(server, plan, messages).BuildAsync(cancellation);
        var profile = new StatementProfile(server, messages, parse.GetValue(profiled));
        var result = await new VuesBenchmark(server, plan, data, profile, messages).RunAsync(cancellation);

        var report = new VuesReport(plan, server.Described, data, result);
        if (parse.GetValue(json)) await Console.Out.WriteLineAsync(report.Json());
        else report.Write(Console.Out);
    }

    private VuesPlan Plan(ParseResult parse)
    {
        var count = parse.GetValue(weeks);
        var plan = new VuesPlan(
            (long)(parse.GetValue(events) * Million), count,
            parse.GetValue(classicalAll) ? count : parse.GetValue(classicalWeeks), parse.GetValue(rounds));
        if (plan.ClassicalWeeks > count) throw PipelineException.Misused($"--classique takes at most the {count} weeks that there are.");
        return plan.PerDay >= 100 ? plan : throw PipelineException.Misused($"That is {plan.PerDay} events a day; there must be 100 at least.");
    }
}
