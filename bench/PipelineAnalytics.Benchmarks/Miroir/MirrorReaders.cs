using System.Diagnostics;
using Npgsql;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Miroir;

/// <summary>Those who read the mirror while it is replaced: two connections that ask the same questions again and again, without a pause.</summary>
internal sealed class MirrorReaders(BenchServer server, string database)
{
    private const int Connections = 2;

    private static readonly string[] Questions =
    [
        "select count(*) from favori_offre",
        "select count(*) from rendez_vous",
        "select count(*) from jeune j join conseiller c on c.id = j.id_conseiller",
    ];

    /// <summary>One answer.</summary>
    /// <param name="Found">Rows; null when the answer was an error.</param>
    private sealed record Read(double Milliseconds, long? Found, long Expected, string? Error);

    /// <summary>Reads from before a night until after it. Production does not change in the meantime: there is one right answer to each question.</summary>
    public async Task<ReadNight> DuringAsync(Func<Task<Night>> nightAsync, CancellationToken cancellation)
    {
        var expected = await AnswersAsync(cancellation);
        using var end = new CancellationTokenSource();
        var reading = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ReadAsync(expected, end.Token, cancellation)));
        Night night;
        try
        {
            night = await nightAsync();
        }
        finally
        {
            await end.CancelAsync();
            await reading;
        }

        return new ReadNight(night, Summary([.. (await reading).SelectMany(reads => reads)]));
    }

    private async Task<long[]> AnswersAsync(CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        var answers = new List<long>();
        foreach (var question in Questions) answers.Add(await connection.ScalarAsync<long>(question, cancellation));
        return [.. answers];
    }

    /// <param name="end">Asks for one more turn, which reads what the night left, and not for a read to be broken off.</param>
    private async Task<List<Read>> ReadAsync(long[] expected, CancellationToken end, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(database, cancellation);
        var reads = new List<Read>();
        bool last;
        do
        {
            last = end.IsCancellationRequested;
            for (var i = 0; i < Questions.Length; i++) reads.Add(await ReadAsync(connection, Questions[i], expected[i], cancellation));
        }
        while (!last);
        return reads;
    }

    /// <summary>An error is an answer here: it is what a dashboard would show.</summary>
    private static async Task<Read> ReadAsync(NpgsqlConnection connection, string question, long expected, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var found = await connection.ScalarAsync<long>(question, cancellation);
            return new Read(Stopwatch.GetElapsedTime(start).TotalMilliseconds, found, expected, Error: null);
        }
        catch (PostgresException e)
        {
            return new Read(Stopwatch.GetElapsedTime(start).TotalMilliseconds, Found: null, expected, $"{question}: {e.MessageText}");
        }
    }

    private static Reads Summary(IReadOnlyList<Read> reads) => new(
        reads.Count,
        Errors: reads.Count(r => r.Error is not null),
        Empty: reads.Count(r => r.Found == 0),
        Wrong: reads.Count(r => r.Found is { } found && found != r.Expected),
        reads.Select(r => r.Milliseconds).Median(),
        reads.Max(r => r.Milliseconds),
        reads.FirstOrDefault(r => r.Error is not null)?.Error);
}
