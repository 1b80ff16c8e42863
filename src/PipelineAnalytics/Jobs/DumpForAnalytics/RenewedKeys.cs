using Microsoft.Extensions.Logging;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Foreign keys of tables that stay (mirrored ones whose rows did not change, analysts' own) to tables that are replaced. They are given
/// again over the new ones, first without a look at the rows, which would keep readers waiting; the look comes after the exchange.
/// </summary>
internal sealed class RenewedKeys(NpgsqlConnection connection, ILogger logger, IReadOnlyList<RenewedKeys.ForeignKey> keys)
{
    private const string Unchecked = " NOT VALID";

    private readonly List<ForeignKey> lost = [];

    public sealed record ForeignKey(string Table, string Name, string Definition, bool IsValid, string? Comment);

    public static async Task<RenewedKeys> OfAsync(NpgsqlConnection connection, ILogger logger, uint[] replaced, CancellationToken cancellation)
    {
        // Names in definitions are qualified where the session would not find them by itself: here, always.
        await connection.ExecuteAsync("set local search_path = ''", cancellation);
        var keys = await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/cles_a_refaire.sql"), static r => new ForeignKey(r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), r.IsDBNull(5) ? null : r.GetString(5)), cancellation, (object)replaced);
        await connection.ExecuteAsync("set local search_path to default", cancellation);
        return new RenewedKeys(connection, logger, keys);
    }

    public async Task DropAsync(CancellationToken cancellation)
    {
        foreach (var key in keys) await connection.ExecuteAsync($"alter table {key.Table} drop constraint {key.Name}", cancellation);
    }

    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var key in keys)
        {
            await CreateAsync(key, cancellation);
        }
    }

    /// <summary>A key that fits the new tables no more is kept as words, and made again the night it fits.</summary>
    private async Task CreateAsync(ForeignKey key, CancellationToken cancellation)
    {
        var statement = $"alter table {key.Table} add constraint {key.Name} {Bare(key.Definition)}{Unchecked}";
        await connection.ExecuteAsync("savepoint cle", cancellation);
        try
        {
            await connection.ExecuteAsync(statement, cancellation);
            if (key.Comment is not null)
            {
                var comment = await connection.ScalarAsync<string>("select format('comment on constraint %s on %s is %L', $1, $2, $3)", cancellation, key.Name, key.Table, key.Comment);
                await connection.ExecuteAsync(comment!, cancellation);
            }

            await connection.ExecuteAsync("release savepoint cle", cancellation);
        }
        catch (PostgresException e) when (e.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected))
        {
            await connection.ExecuteAsync("rollback to savepoint cle", cancellation);
            logger.KeyDoesNotHold(key.Name, key.Table);
            lost.Add(key);
            await connection.ExecuteAsync("insert into pipeline.objet_perdu (nom, genre, definition, raison) values ($1, 'foreign key', $2, $3) on conflict (nom) do nothing", cancellation, $"{key.Name} on {key.Table}", statement, e.MessageText);
        }
    }

    /// <summary>After the exchange is committed: readers go on meanwhile.</summary>
    /// <returns>Those that do not hold: an analyst's row that refers to one that production deleted.</returns>
    public async Task<IReadOnlyList<string>> ValidateAsync(CancellationToken cancellation)
    {
        var broken = lost.Select(k => $"{k.Name} on {k.Table}").ToList();
        foreach (var key in keys.Where(k => k.IsValid).Except(lost))
        {
            try
            {
                await connection.ExecuteAsync($"alter table {key.Table} validate constraint {key.Name}", cancellation);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
            {
                logger.KeyDoesNotHold(key.Name, key.Table);
                broken.Add($"{key.Name} on {key.Table}");
            }
        }

        return broken;
    }

    private static string Bare(string definition) => definition.EndsWith(Unchecked, StringComparison.Ordinal) ? definition[..^Unchecked.Length] : definition;
}
