using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir.Lecteurs;

/// <summary>Several readers at once, each with a question and a connection of its own.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly List<NpgsqlConnection> connections = [];
    private readonly List<Reader> readers = [];
    private readonly List<Task> loops = [];

    /// <summary>Each gives the rows, the least and the greatest night of all that it read in one statement.</summary>
    public static readonly string[] Questions =
    [
        "select count(*), min(nuit), max(nuit) from public.veille",
        "select count(*), least(min(v.nuit), min(r.nuit)), greatest(max(v.nuit), max(r.nuit)) from public.veille v join public.ronde r using (id)",
        "select count(*), least(min(v.nuit), min(p.nuit)), greatest(max(v.nuit), max(p.nuit)) from public.passage p join public.veille v on v.id = p.veille join public.fixe f on f.id = v.id where f.nom <> ''",
        "select count(*), least(min(nuit), min(nuit_de_ronde)), greatest(max(nuit), max(nuit_de_ronde)) from public.vue_de_nuit",
        "select count(*), least(min(f.nuit), min(r.nuit)), greatest(max(f.nuit), max(r.nuit)) from public.sur_figee f join public.ronde r using (id)",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IEnumerable<string> Faults => readers.SelectMany(r => r.Faults);

    public string Summary => $"{readers.Sum(r => r.Reads)} reads, the longest of {readers.Max(r => r.LongestWait).TotalMilliseconds:F0} ms";

    public static async Task<Readers> StartAsync(TestPipeline pipeline, int seed)
    {
        var readers = new Readers();
        foreach (var question in Questions) await readers.AddAsync(pipeline, c => new Reader(c, question, prepared: false));
        await readers.AddAsync(pipeline, c => new Reader(c, Questions[1], prepared: true));
        await readers.AddAsync(pipeline, c => new PatientReader(c, Questions[1], new Random(seed)));
        await readers.AddAsync(pipeline, c => new PatientReader(c, Questions[4], new Random(seed + 1)));
        return readers;
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(loops);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var connection in connections) await connection.DisposeAsync();
        stop.Dispose();
    }

    private async Task AddAsync(TestPipeline pipeline, Func<NpgsqlConnection, Reader> make)
    {
        var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        var reader = make(connection);
        connections.Add(connection);
        readers.Add(reader);
        loops.Add(Task.Run(() => reader.ReadUntilAsync(stop.Token), Cancellation));
    }
}
