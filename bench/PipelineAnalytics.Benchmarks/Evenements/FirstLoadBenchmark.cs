using System.Globalization;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Benchmarks.Production;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// The first load into an empty analytics: the executable as a process of its own, from start to exit, migrations included, against
/// two psql processes. Both read the same table; which goes first alternates.
/// </summary>
internal sealed class FirstLoadBenchmark(BenchServer server, EvenementsPlan plan, StatementProfile profile, TextWriter messages)
{
    private readonly MadeUpProduction production = new(server, plan.PerDay);
    private readonly PsqlPipe pipe = new(server);

    public async Task<FirstLoadResult> RunAsync(CancellationToken cancellation)
    {
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"first load: making {plan.FirstLoad:N0} events"));
        await production.CreateAsync(cancellation);
        await production.AddEventsAsync(-plan.FirstLoad, -1, cancellation);
        var rounds = new List<FirstLoadRound>();
        for (var round = 1; round <= plan.Rounds; round++) rounds.Add(await RoundAsync(round, cancellation));
        foreach (var database in (string[])[OurWay.Database, PsqlPipe.Database, MadeUpProduction.Database]) await server.DropAsync(database, cancellation);
        return new FirstLoadResult(plan.FirstLoad, rounds);
    }

    private async Task<FirstLoadRound> RoundAsync(int round, CancellationToken cancellation)
    {
        Step? piped = round % 2 == 1 ? await PipeAsync(cancellation) : null;
        await server.CreateAsync(cancellation, OurWay.Database);
        await production.PeopleAsync(OurWay.Database, night: 0, cancellation);
        await server.SettleAsync(cancellation, MadeUpProduction.Database, OurWay.Database);
        var (load, loadMemory) = await OursAsync("charger-les-evenements", cancellation);
        var (enrich, enrichMemory) = await OursAsync("enrichir-les-evenements", cancellation);
        await EnsureAllAsync(OurWay.Database, "public.evenement_engagement where jour is not null", cancellation);
        await server.DropAsync(OurWay.Database, cancellation);
        piped ??= await PipeAsync(cancellation);
        await messages.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"first load {round}: psql {piped.Seconds:0.0} s, ours {load.Seconds:0.0} s, enriched in {enrich.Seconds:0.0} s more"));
        return new FirstLoadRound(piped, load, loadMemory, enrich, enrichMemory);
    }

    private async Task<Step> PipeAsync(CancellationToken cancellation)
    {
        await pipe.PrepareAsync(cancellation);
        await server.SettleAsync(cancellation, MadeUpProduction.Database, PsqlPipe.Database);
        var step = await pipe.RunAsync(cancellation);
        await EnsureAllAsync(PsqlPipe.Database, "evenement_pipe", cancellation);
        await server.DropAsync(PsqlPipe.Database, cancellation);
        return step;
    }

    /// <summary>One job follows the other as in a night: nobody tidies up between them.</summary>
    private async Task<(Step Step, double? Memory)> OursAsync(string verb, CancellationToken cancellation)
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings__Source"] = server.ConnectionString(MadeUpProduction.Database),
            ["ConnectionStrings__Analytics"] = server.ConnectionString(OurWay.Database),
        };
        double? memory = null;
        var step = await profile.AroundAsync($"first {verb}", OurWay.Database, () => Stopwatches.TimeAsync(verb, async () =>
            memory = (await PipelineProcess.RunAsync([verb], settings, cancellation)).PeakMemory), cancellation);
        return (step, memory);
    }

    /// <summary>Both must have brought all.</summary>
    private async Task EnsureAllAsync(string database, string table, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        var rows = await connection.ScalarAsync<long>($"select count(*) from {table}", cancellation);
        if (rows != plan.FirstLoad) throw new PipelineException($"{database} has {rows} events of {plan.FirstLoad} after its first load: its time means nothing.");
    }
}
