using System.Globalization;
using Npgsql;
using PipelineAnalytics.PostgresTests.Oracle;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>
/// The app at its worst: several writers, each with several transactions open at once that are committed in another order than
/// they began, or given up; dates tied, odd or missing; now and then an id that no sequence gave.
/// </summary>
internal sealed class ConcurrentWriters : IAsyncDisposable
{
    private const int Transactions = 3;

    private static readonly string?[] Dates =
    [
        null, "infinity", "-infinity", "1969-12-31T23:59:59.999999Z", "2019-07-14T12:00:00.000001Z", "2025-03-30T01:00Z", "2025-10-26T00:59:59.999999Z",
        "2025-10-26T01:00Z", "2031-01-01T00:00Z", "2999-12-31T23:30Z",
    ];

    private readonly CancellationTokenSource stopping = new();
    private readonly List<long> committed = [];
    private readonly NpgsqlDataSource source;
    private readonly Task[] writers;

    public ConcurrentWriters(NpgsqlDataSource source, int count, int seed)
    {
        this.source = source;
        writers = [.. Enumerable.Range(0, count).Select(writer => Task.Run(() => WriteAsync(writer, new Random(seed + writer))))];
    }

    /// <summary>Ids whose commit was confirmed by now.</summary>
    public long[] Committed()
    {
        lock (committed) return [.. committed];
    }

    /// <summary>Every transaction that is open is ended first, one way or the other.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(writers);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }

    private async Task WriteAsync(int writer, Random random)
    {
        var connections = new List<NpgsqlConnection>();
        for (var i = 0; i < Transactions; i++) connections.Add(await source.OpenConnectionAsync());
        var odd = 0;
        while (!stopping.IsCancellationRequested)
        {
            var open = new List<(NpgsqlTransaction Transaction, List<long> Ids)>();
            foreach (var connection in connections)
            {
                var transaction = await connection.BeginTransactionAsync();
                var ids = await InsertAsync(connection, random, random.Next(1, 12), null);
                if (random.Next(10) == 0) ids.AddRange(await InsertAsync(connection, random, 1, Odd(writer, ++odd)));
                open.Add((transaction, ids));
                // The app has other things to do: this is its pace, nothing waits for it.
                await Task.Delay(random.Next(12));
            }

            foreach (var (transaction, ids) in open.OrderBy(_ => random.Next()).ToList()) await EndAsync(transaction, ids, random.Next(6) > 0);
        }

        foreach (var connection in connections) await connection.DisposeAsync();
    }

    private async Task EndAsync(NpgsqlTransaction transaction, List<long> ids, bool commit)
    {
        await using (transaction)
        {
            if (!commit)
            {
                await transaction.RollbackAsync();
                return;
            }

            await transaction.CommitAsync();
        }

        lock (committed) committed.AddRange(ids);
    }

    /// <summary>Below all, or far above all; each writer has its own.</summary>
    private static long Odd(int writer, int number) => number % 2 == 0 ? -((number * 8) + writer) : int.MaxValue - (number * 8) - writer;

    private static async Task<List<long>> InsertAsync(NpgsqlConnection connection, Random random, int rows, long? id)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into evenement_engagement_hebdo (id, date_evenement, categorie, action, nom, code, id_utilisateur, type_utilisateur, structure)
            select {(id is null ? "nextval('evenement_engagement_hebdo_id_seq')" : "$1")}, d::timestamptz, c, a, n, k, u, t, s
            from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) r (d, c, a, n, k, u, t, s)
            returning id
            """, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = id ?? 0 });
        var tie = Moment(random);
        string?[][] columns =
        [
            Column(rows, () => random.Next(3) == 0 ? tie : Moment(random)),
            Column(rows, () => Any(random, "Offre", "Action", "Message", "Evénement", "", null)),
            Column(rows, () => Any(random, "Postuler", "Création", "Envoi", "Détail", "l'été \"à\"\tNoël\\N\n", null)),
            Column(rows, () => Any(random, "nom", "\\.", "", null)),
            Column(rows, () => Any(random, "ACTION_CREEE", "EVT;2", null)),
            Column(rows, () => Any(random, [.. RandomEvenements.IdsJeunes, .. RandomEvenements.IdsConseillers, "inconnu", "", null])),
            Column(rows, () => Any(random, "JEUNE", "JEUNE", "CONSEILLER", "SUPPORT", null)),
            Column(rows, () => Any(random, "MILO", "MILO_PACEA", "POLE_EMPLOI", null)),
        ];
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column });
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) ids.Add(reader.GetInt32(0));
        return ids;
    }

    private static string? Moment(Random random) => random.Next(6) == 0 ? Any(random, Dates)
        : new DateTimeOffset(2025, 11, 10, 0, 0, 0, TimeSpan.Zero).AddTicks(random.NextInt64(14 * TimeSpan.TicksPerDay / 10) * 10).ToString("O", CultureInfo.InvariantCulture);

    private static string?[] Column(int rows, Func<string?> value) => [.. Enumerable.Range(0, rows).Select(_ => value())];

    private static string? Any(Random random, params string?[] values) => values[random.Next(values.Length)];
}
