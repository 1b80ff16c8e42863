using System.Diagnostics;
using Npgsql;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir.Lecteurs;

/// <summary>An analyst who asks without a pause, on one connection, and writes down whatever is not as it should be.</summary>
internal class Reader(NpgsqlConnection connection, string sql, bool prepared)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private int last;

    public List<string> Faults { get; } = [];

    public int Reads { get; private set; }

    public TimeSpan LongestWait { get; private set; }

    protected NpgsqlConnection Connection => connection;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task ReadUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await TurnAsync();
            }
            catch (NpgsqlException e)
            {
                Faults.Add($"{sql}: {e.Message}");
                if (connection.State != System.Data.ConnectionState.Open) return;
            }

            await Task.Delay(Pause, Cancellation);
        }
    }

    protected virtual Task TurnAsync() => ReadAsync();

    /// <returns>The night that was read.</returns>
    protected async Task<int> ReadAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(sql, connection);
        if (prepared) await command.PrepareAsync(Cancellation);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        await reader.ReadAsync(Cancellation);
        var (count, least, greatest) = (reader.GetInt64(0), reader.IsDBNull(1) ? -1 : reader.GetInt32(1), reader.IsDBNull(2) ? -1 : reader.GetInt32(2));
        if (Stopwatch.GetElapsedTime(begun) is var wait && wait > LongestWait) LongestWait = wait;
        Reads++;
        if (count != Nuits.Rows) Faults.Add($"{sql}: {count} rows");
        if (least != greatest) Faults.Add($"{sql}: nights {least} and {greatest}");
        if (least < last) Faults.Add($"{sql}: night {least} after night {last}");
        return last = greatest;
    }
}

/// <summary>Reads twice within one snapshot, that was taken some time before the first reading: one and the same night.</summary>
internal sealed class PatientReader(NpgsqlConnection connection, string sql, Random random) : Reader(connection, sql, prepared: false)
{
    protected override async Task TurnAsync()
    {
        await using var transaction = await Connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancellation);
        await using (var snapshot = new NpgsqlCommand("select 1", Connection)) await snapshot.ExecuteNonQueryAsync(Cancellation);
        await Task.Delay(random.Next(600), Cancellation);
        var first = await ReadAsync();
        // The table is held by now: an exchange has to wait for us, or to give way.
        await Task.Delay(random.Next(300), Cancellation);
        var second = await ReadAsync();
        if (first != second) Faults.Add($"night {first}, then {second} in one snapshot");
        await transaction.CommitAsync(Cancellation);
    }
}
