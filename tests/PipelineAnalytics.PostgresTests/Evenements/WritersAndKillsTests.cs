using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>Four writers that commit out of order, fifty disturbances: source and analytics end equal as sets, every time.</summary>
public sealed class WritersAndKillsTests(PostgresFixture postgres)
{
    private const int Disturbances = 50;

    /// <summary>About as many as a run shows, on the whole and from its first write on: a disturbance that comes too late is tried again.</summary>
    private const int ThingsSeen = 60, ThingsSeenWriting = 25;

    /// <summary>All that is copied, exactly, a row a line.</summary>
    private const string Copied = "jsonb_build_array(id, date_evenement, categorie, action, nom, code, id_utilisateur, type_utilisateur, structure)::text";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(61)]
    public async Task Fifty_disturbances_among_four_writers_lose_nothing_and_double_nothing(int seed)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var people = RandomSource.Sample((ulong)seed, 20);
        // No jeune of MILO in the mirror: enrichment leaves the structure as it came, to be compared like the rest.
        var mirror = people with { Evenements = [], Jeunes = [.. people.Jeunes.Select(j => j with { Structure = "POLE_EMPLOI" })] };
        await SourceSchema.LoadAsync(pipeline.Source, mirror, Cancellation);
        await pipeline.LayMirrorAsync(mirror);
        await using var runs = new DisturbedRun(pipeline);
        await using (var writers = new ConcurrentWriters(pipeline.Source, count: 4, seed))
        {
            await DisturbAsync(pipeline, runs, writers, new Random(seed));
            await writers.StopAsync();
        }

        Assert.Null(await runs.RunAsync("charger-les-evenements"));
        Assert.Null(await runs.RunAsync("enrichir-les-evenements"));
        await AssertEqualAsync(pipeline);
        await Contents.AssertDerivedAsync(pipeline);
    }

    private static async Task DisturbAsync(TestPipeline pipeline, DisturbedRun runs, ConcurrentWriters writers, Random random)
    {
        var met = Enum.GetValues<Disturbance>().ToDictionary(d => d, _ => 0);
        for (var turn = 0; met.Values.Sum() < Disturbances; turn++)
        {
            Assert.True(turn < 6 * Disturbances, $"too few disturbances met their run: {string.Join(", ", met)}");
            var verb = random.Next(3) > 0 ? "charger-les-evenements" : "enrichir-les-evenements";
            var before = writers.Committed();
            var writing = random.Next(2) == 0;
            var disturbance = random.GetItems(Enum.GetValues<Disturbance>(), 1)[0];
            var (hit, succeeded) = turn % 10 == 9
                ? (false, await runs.RunAsync(verb) is not { } error ? true : throw new InvalidOperationException(error))
                : await runs.DisturbAsync(verb, writing ? DisturbedRun.Write : DisturbedRun.Start, random.Next(1, writing ? ThingsSeenWriting : ThingsSeen), disturbance);
            if (hit) met[disturbance]++;
            if (succeeded && verb == "charger-les-evenements") await AssertThereAsync(pipeline, before);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{writers.Committed().Length} events, {string.Join(", ", met)}");
    }

    /// <summary>What was committed when a load began is there when it has succeeded, disturbed or not.</summary>
    private static async Task AssertThereAsync(TestPipeline pipeline, long[] ids)
    {
        await using var command = pipeline.Analytics.CreateCommand("select coalesce(string_agg(i::text, ' '), '') from (select unnest($1::bigint[]) except select id from public.evenement_engagement limit 20) m (i)");
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        Assert.Equal("", await command.ExecuteScalarAsync(Cancellation));
    }

    private static async Task AssertEqualAsync(TestPipeline pipeline)
    {
        var source = await LinesAsync(pipeline.Source, $"select {Copied} from evenement_engagement_hebdo");
        var analytics = await LinesAsync(pipeline.Analytics, $"select {Copied} from public.evenement_engagement");
        if (Difference.Between("evenement_engagement", source, analytics) is { } message) Assert.Fail(message);
        Assert.True(source.Count > 1000, $"{source.Count} events are too few to prove anything");
        Assert.Equal(analytics.Count, await pipeline.ScalarAsync<long>("select count(distinct id) from public.evenement_engagement"));
        Assert.Equal(0, await pipeline.ScalarAsync<long>("""
            select count(*) from public.evenement_engagement
            where jour is distinct from case when isfinite(date_evenement) then (date_evenement at time zone 'Europe/Paris')::date end
               or semaine is distinct from case when isfinite(date_evenement) then date_trunc('week', date_evenement at time zone 'Europe/Paris')::date end
            """));
    }

    private static async Task<List<string>> LinesAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation)) lines.Add(reader.GetString(0));
        return lines;
    }
}
