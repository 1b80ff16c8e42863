using System.Data;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// Publishes weeks: all vues of a week in one transaction, after their checks, or none. Its connection has a lock of
/// <see cref="PublicationTurn"/>, so two publishers exclude each other.
/// </summary>
/// <param name="connections">How many publish at the same time.</param>
internal sealed class VuePublisher(NpgsqlConnection connection, IReadOnlyList<VueDefinition> vues, BusinessClock clock, int connections = 1)
{
    /// <summary>One snapshot for events, activity and mirror: what is enriched meanwhile is for the next run.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await PublicationMemory.SetAsync(connection, connections, cancellation);
        return transaction;
    }

    /// <summary>Replaces a range of weeks in every vue.</summary>
    /// <returns>Rows published.</returns>
    public async Task<long> PublishAsync(SemaineRange range, CancellationToken cancellation)
    {
        await using var transaction = await BeginAsync(cancellation);
        long rows = 0;
        foreach (var vue in vues) rows += await ReplaceAsync(vue, range, cancellation);
        foreach (var vue in vues) await CheckAsync(vue, range, cancellation);
        foreach (var vue in vues) await RecordAsync(vue, range, cancellation);
        await transaction.CommitAsync(cancellation);
        return rows;
    }

    /// <summary>Takes weeks away from every vue and from the ledger.</summary>
    public async Task WithdrawAsync(IReadOnlyCollection<Semaine> weeks, CancellationToken cancellation)
    {
        var mondays = weeks.Select(w => w.Lundi).ToArray();
        await using var transaction = await BeginAsync(cancellation);
        foreach (var vue in vues) await connection.ExecuteAsync($"delete from {QuotedName.Of("public", vue.Name)} where semaine = any ($1)", cancellation, mondays);
        await connection.ExecuteAsync("delete from pipeline.vue_semaine where semaine = any ($1)", cancellation, mondays);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Computes weeks of one vue into a new table, within the caller's transaction.</summary>
    public async Task FillAsync(VueDefinition vue, QuotedName target, IEnumerable<Semaine> weeks, CancellationToken cancellation)
    {
        foreach (var range in SemaineRange.Cover(weeks))
        {
            await InsertAsync(vue, target, range, cancellation);
            await RecordAsync(vue, range, cancellation);
        }
    }

    private async Task<long> ReplaceAsync(VueDefinition vue, SemaineRange range, CancellationToken cancellation)
    {
        var target = QuotedName.Of("public", vue.Name);
        await connection.ExecuteAsync($"delete from {target} where semaine between $1 and $2", cancellation, range.First.Lundi, range.Last.Lundi);
        return await InsertAsync(vue, target, range, cancellation);
    }

    private async Task<int> InsertAsync(VueDefinition vue, QuotedName target, SemaineRange range, CancellationToken cancellation)
    {
        var columns = QuotedName.Columns(await ModelColumnsAsync(vue, range, cancellation));
        return await connection.ExecuteAsync($"insert into {target}{columns}\n{vue.Model}", cancellation, range.First.Lundi, range.Last.Lundi);
    }

    /// <summary>The model's columns go by name, so that their order in the table is its own affair.</summary>
    private async Task<IReadOnlyList<string>> ModelColumnsAsync(VueDefinition vue, SemaineRange range, CancellationToken cancellation)
    {
        await using var command = connection.Command(vue.Model, range.First.Lundi, range.Last.Lundi);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellation);
        return [.. (await reader.GetColumnSchemaAsync(cancellation)).Select(c => c.ColumnName)];
    }

    private async Task CheckAsync(VueDefinition vue, SemaineRange range, CancellationToken cancellation)
    {
        foreach (var (name, sql) in vue.Checks)
        {
            await using var command = connection.Command(sql, range.First.Lundi, range.Last.Lundi);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation)) continue;
            var row = string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={(reader.IsDBNull(i) ? "null" : reader.GetValue(i))}"));
            throw new PipelineException($"The check {name} of the vue {vue.Name} refuses the weeks {range}: {row}. Nothing was published; what was there stays.");
        }
    }

    private Task RecordAsync(VueDefinition vue, SemaineRange range, CancellationToken cancellation) => connection.ExecuteAsync(
        SqlFile.Read("Vues/inscrire.sql"), cancellation,
        vue.Name, range.First.Lundi, range.Last.Lundi, clock.Now.UtcDateTime, vue.ModelFingerprint, clock.Zone, clock.CurrentSemaine.Lundi);
}
