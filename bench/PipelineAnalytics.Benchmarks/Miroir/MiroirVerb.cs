using System.CommandLine;
using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary><c>miroir</c>: what a mirror of production costs (bench/README.md).</summary>
internal sealed class MiroirVerb : Command
{
    private readonly Option<decimal> size = new("--taille") { Description = "Data and indexes of production, in GB", DefaultValueFactory = _ => 3 };
    private readonly Option<int> rounds = new("--tours") { Description = "Rounds of which the median is taken", DefaultValueFactory = _ => 3 };
    private readonly Option<bool> readers = new("--lecteurs") { Description = "In each round, one more night of ours while two connections read the mirror", DefaultValueFactory = _ => true };
    private readonly Option<int?> compression = new("--compression") { Description = "Of pg_dump's files, from 0 (none) to 9; pg_dump's own choice unless given" };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table" };

    public MiroirVerb() : base("miroir", "Mirror a production, against pg_dump with pg_restore and against pgcopydb.")
    {
        foreach (Option option in (Option[])[size, rounds, readers, compression, json]) Options.Add(option);
        size.Check("takes a size in GB from 0.01 to 200, as 3", n => n is >= 0.01m and <= 200);
        rounds.Check("takes a whole number from 1 to 30", n => n is >= 1 and <= 30);
        compression.Check("takes a whole number from 0 to 9", n => n is null or (>= 0 and <= 9));
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var plan = new MiroirPlan(parse.GetValue(size), parse.GetValue(rounds), parse.GetValue(readers), parse.GetValue(compression));
        var messages = Console.Error;
        await messages.WriteLineAsync("starting a private PostgreSQL");
        await using var server = await BenchServer.StartAsync(profiled: false, cancellation);
        var source = new MiroirSource(server);
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"making a production of {plan.Gigabytes} GB"));
        var data = await source.CreateAsync(plan.Gigabytes, cancellation);
        var result = await new MiroirBenchmark(server, plan, source, messages).RunAsync(cancellation);

        var report = new MiroirReport(plan, server.Described, data, result);
        if (parse.GetValue(json)) await Console.Out.WriteLineAsync(report.Json());
        else report.Write(Console.Out);
    }
}
