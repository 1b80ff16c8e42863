using System.Globalization;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Harness;

/// <summary>With <c>--profil</c>: which statements a contestant spent its time in, as the server counts them.</summary>
internal sealed class StatementProfile(BenchServer server, TextWriter output, bool asked)
{
    /// <summary>Runs a contestant and writes what its database was asked.</summary>
    public async Task<T> AroundAsync<T>(string title, string database, Func<Task<T>> contestant, CancellationToken cancellation)
    {
        if (!asked) return await contestant();

        await using var connection = await server.OpenAsync("postgres", cancellation);
        await connection.ExecuteAsync("select pg_stat_statements_reset()", cancellation);
        var result = await contestant();
        await output.WriteLineAsync($"-- {title}: ms, calls, rows, MB of WAL, statement (a function's statements are counted in its own, too)");
        foreach (var line in await connection.QueryAsync(BenchSql.Read("Harness/statements.sql"),
            static r => string.Create(CultureInfo.InvariantCulture, $"{r.GetInt64(0),8} {r.GetInt64(1),6} {r.GetInt64(2),9} {r.GetInt64(3),6}  {r.GetString(4)}"), cancellation, database))
        {
            await output.WriteLineAsync(line);
        }

        return result;
    }
}
