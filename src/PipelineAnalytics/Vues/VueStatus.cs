using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>A vue as <c>status</c> shows it.</summary>
/// <param name="IsOrphan">Its folder is gone: its table stays as it was, nothing of it is due.</param>
/// <param name="Provisional">Whether a week was computed before it was over.</param>
public sealed record VueState(string Name, bool IsOrphan, int Weeks, Semaine? Last, bool Provisional);

/// <summary>What moved in a published week. Grain and cells are JSON; a cell is null where its row was not there.</summary>
public sealed record Revision(DateTime Date, string Vue, Semaine Semaine, long Cells, string Cause, string Grain, string Column, string? From, string? To, long? Run);

/// <summary>The state of the vues; changes nothing.</summary>
public sealed record VueStatus(IReadOnlyList<VueState> Vues, IReadOnlyList<DueSemaine> Due, IReadOnlyList<Revision> Revisions)
{
    /// <returns>Null where the bookkeeping is not there yet, or of an earlier version.</returns>
    public static async Task<VueStatus?> ReadAsync(PostgresDatabase analytics, IReadOnlyList<VueDefinition> vues, BusinessClock clock, int revisions, CancellationToken cancellation)
    {
        await using var connection = await analytics.OpenAsync(cancellation);
        if (!await SemaineLedger.IsReadyAsync(connection, cancellation)) return null;
        return new VueStatus(
            await connection.QueryAsync(SqlFile.Read("Vues/vues_etat.sql"), ReadState, cancellation, (object)vues.Select(v => v.Name).ToArray()),
            await SemaineLedger.DueAsync(connection, vues, clock, cancellation),
            await connection.QueryAsync(SqlFile.Read("Vues/dernieres_revisions.sql"), ReadRevision, cancellation, revisions));
    }

    private static VueState ReadState(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetBoolean(1), r.GetInt32(2), r.IsDBNull(3) ? null : new Semaine(r.GetFieldValue<DateOnly>(3)), r.GetBoolean(4));

    private static Revision ReadRevision(NpgsqlDataReader r) => new(
        r.GetDateTime(0), r.GetString(1), new Semaine(r.GetFieldValue<DateOnly>(2)), r.GetInt64(3), r.GetString(4), r.GetString(5), r.GetString(6),
        r.IsDBNull(7) ? null : r.GetString(7), r.IsDBNull(8) ? null : r.GetString(8), r.IsDBNull(9) ? null : r.GetInt64(9));
}
