using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>
/// The proof of a load: what the source holds against what analytics has of it, day by day, each counted by its own server, in
/// the load's snapshot and transaction.
/// </summary>
internal static class LoadReceipt
{
    private sealed record Day(long Count, decimal Sum, decimal Fingerprint);

    /// <returns>The days that differ, in the business time zone; the empty text stands for events without a date.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlConnection source, NpgsqlConnection analytics, string zone, long highest, CancellationToken cancellation)
    {
        // Two servers: they count at the same time.
        var days = await Task.WhenAll(ReadAsync(source, "recu_source", cancellation, zone), ReadAsync(analytics, "recu_analytics", cancellation, zone, highest));
        var (held, have) = (days[0], days[1]);
        return [.. held.Keys.Union(have.Keys).Where(day => !Equals(held.GetValueOrDefault(day), have.GetValueOrDefault(day))).Order(StringComparer.Ordinal)];
    }

    private static async Task<Dictionary<string, Day>> ReadAsync(NpgsqlConnection connection, string file, CancellationToken cancellation, params object?[] parameters) =>
        (await connection.QueryAsync(SqlFile.Read($"Jobs/ChargerLesEvenements/{file}.sql"),
            static r => (Day: r.GetString(0), Is: new Day(r.GetInt64(1), r.GetDecimal(2), r.GetDecimal(3))), cancellation, parameters))
        .ToDictionary(d => d.Day, d => d.Is, StringComparer.Ordinal);
}
