using System.Data;
using Npgsql;
using PipelineAnalytics.PostgresTests.Evenements;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Miroir.Lecteurs;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>Who reads while the real executable mirrors, or is killed at it, finds one night whole.</summary>
public sealed class MirrorReadersTests(PostgresFixture postgres)
{
    private const int Kills = 20;

    /// <summary>From when on, and after how many things seen at most, a kill comes; one that meets no run any more is tried again.</summary>
    private static readonly (string Since, int Things)[] Moments = [(DisturbedRun.Start, 200), (DisturbedRun.Write, 150), ("query like '%pipeline_miroir_precedent%'", 90)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_of_three_nights_meet_no_error_no_empty_table_and_no_mixture_of_two_nights()
    {
        await using var pipeline = await Nuits.NewAsync(postgres);
        await using var readers = await Readers.StartAsync(pipeline, seed: 31);
        for (var night = 1; night <= 3; night++)
        {
            await Nuits.FallAsync(pipeline, night);
            var before = await Task.WhenAll(Readers.Questions.Select(_ => SnapshotAsync(pipeline)));
            await Nuits.MirrorAsync(pipeline);
            foreach (var (connection, question) in before.Zip(Readers.Questions)) await ReadForTheFirstTimeAsync(connection, question, night);
        }

        await readers.StopAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(readers.Summary);
        Assert.True(!readers.Faults.Any(), string.Join('\n', readers.Faults.Take(20)));
    }

    [Theory]
    [InlineData(32)]
    public async Task Killed_at_twenty_points_one_mirror_or_the_other_stands_whole_with_the_views_over_it(int seed)
    {
        await using var pipeline = await Nuits.NewAsync(postgres);
        await using var runs = new DisturbedRun(pipeline);
        var random = new Random(seed);
        var nights = new List<string> { await Nuits.ExpectedAsync(pipeline) };
        var standing = 0;
        for (var kills = 0; kills < Kills;)
        {
            Assert.True(nights.Count < 3 * Kills, "too few kills met their run");
            await Nuits.FallAsync(pipeline, nights.Count);
            nights.Add(await Nuits.ExpectedAsync(pipeline));
            var (since, things) = random.GetItems(Moments, 1)[0];
            var (met, succeeded) = await runs.DisturbAsync("dump-for-analytics", since, random.Next(1, things), Disturbance.Kill);
            if (met) kills++;
            standing = await StandingAsync(pipeline, nights, succeeded ? nights.Count - 1 : standing);
        }

        await Nuits.MirrorAsync(pipeline);
        Assert.Equal(nights[^1], await Nuits.StateAsync(pipeline));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pg_namespace where nspname = 'pipeline_miroir_suivant'"));
    }

    /// <returns>The night that analytics shows: not one before <paramref name="least"/>, and all of it.</returns>
    private static async Task<int> StandingAsync(TestPipeline pipeline, List<string> nights, int least)
    {
        var night = nights.LastIndexOf(await Nuits.StateAsync(pipeline));
        Assert.InRange(night, least, nights.Count - 1);
        return night;
    }

    /// <summary>A session whose snapshot is older than the mirror that it is going to read.</summary>
    private static async Task<NpgsqlConnection> SnapshotAsync(TestPipeline pipeline)
    {
        var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancellation);
        await new NpgsqlCommand("select 1", connection).ExecuteNonQueryAsync(Cancellation);
        return connection;
    }

    private static async Task ReadForTheFirstTimeAsync(NpgsqlConnection connection, string question, int night)
    {
        await using (connection)
        await using (var command = new NpgsqlCommand(question, connection))
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            await reader.ReadAsync(Cancellation);
            Assert.Equal($"{Nuits.Rows} rows, nights {night} to {night}", $"{reader.GetInt64(0)} rows, nights {reader.GetValue(1)} to {reader.GetValue(2)}");
        }
    }
}
