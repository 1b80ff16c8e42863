using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>Parts of one table that are read side by side, and one of them fails.</summary>
public sealed class CopyPipeTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The source fails after a row of which a chunk has gone already: with another part's rows in the middle of that one, the target would complain first.</summary>
    [Fact]
    public async Task The_error_that_is_told_is_that_of_the_part_that_failed()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await using var first = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var second = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var to = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await to.ExecuteAsync("create temp table arrive (texte text)", Cancellation);
        string[] parts =
        [
            "copy (select case when n = 1 then repeat('x', 300000) else (1 / (n - 2))::text end from generate_series(1, 2) n) to stdout (format binary)",
            "copy (select repeat('y', 100000) from generate_series(1, 200)) to stdout (format binary)",
        ];

        var error = await Assert.ThrowsAsync<PostgresException>(() => CopyPipe.RowsAsync([first, second], parts, to, "copy arrive from stdin (format binary)", CopyFormat.Binary, null, Cancellation));

        Assert.Equal(PostgresErrorCodes.DivisionByZero, error.SqlState);
        Assert.Equal(0L, await to.ScalarAsync<long>("select count(*) from arrive", Cancellation));
    }
}
