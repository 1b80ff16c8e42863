using Npgsql;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>
/// The classical way as it is found: pages of LIMIT and OFFSET, each written as one INSERT and committed; every event without an
/// agency is tried again each night.
/// </summary>
internal sealed class ClassicalByPages(BenchServer server) : ClassicalWay(server, "classique", "ParPages")
{
    private const int PageSize = 10_000;

    protected override async Task LoadAsync(NpgsqlConnection source, NpgsqlConnection own, DateTime after, CancellationToken cancellation)
    {
        int read, offset = 0;
        do
        {
            var page = await source.QueryAsync(BenchSql.Read("Evenements/Classique/ParPages/page.sql"), Row, cancellation, after, PageSize, offset);
            read = page.Count;
            offset += read;
            if (read > 0) await own.ExecuteFileAsync("Evenements/Classique/ParPages/inserer.sql", cancellation, Columns(page));
        }
        while (read == PageSize);
    }

    private static Evenement Row(NpgsqlDataReader row) =>
        new(row.GetInt32(0), row.GetDateTime(1), [.. Enumerable.Range(2, 7).Select(i => row.IsDBNull(i) ? null : row.GetString(i))]);

    private static object[] Columns(List<Evenement> page) =>
    [
        page.Select(e => e.Id).ToArray(),
        page.Select(e => e.Date).ToArray(),
        .. Enumerable.Range(0, 7).Select(i => page.Select(e => e.Texts[i]).ToArray()),
    ];

    /// <param name="Texts">The seven columns after the date, in their order.</param>
    private sealed record Evenement(long Id, DateTime Date, string?[] Texts);
}
