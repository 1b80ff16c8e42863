using System.Globalization;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>What a copy was made of (table <c>pipeline.miroir_copie</c>).</summary>
internal sealed record CopyRecord(uint Relation, string Table, string Definition, string Treatment, string Server, long File, long OldestXid, long Rows, long CopyXid, string? CopyDefinition)
{
    public static Task<List<CopyRecord>> AllAsync(NpgsqlConnection analytics, CancellationToken cancellation) => analytics.QueryAsync(
        "select relation, nom, definition, traitement, serveur, fichier, xid_ancien, nb_lignes, xid_copie, definition_copie from pipeline.miroir_copie",
        static r => new CopyRecord(r.GetFieldValue<uint>(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.IsDBNull(9) ? null : r.GetString(9)), cancellation);

    public Task SaveAsync(NpgsqlConnection analytics, CancellationToken cancellation) => analytics.ExecuteAsync(
        "insert into pipeline.miroir_copie values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (relation) do update set (nom, definition, traitement, serveur, fichier, xid_ancien, nb_lignes, xid_copie, definition_copie) = (excluded.nom, excluded.definition, excluded.traitement, excluded.serveur, excluded.fichier, excluded.xid_ancien, excluded.nb_lignes, excluded.xid_copie, excluded.definition_copie)", cancellation,
        (object)Relation, Table, Definition, Treatment, Server, File, OldestXid, Rows, CopyXid, CopyDefinition);
}

/// <summary>Proves that no row of a table was written since, from the rows themselves: a scan that brings nothing over.</summary>
internal static class RowsProof
{
    /// <summary>Half of all transaction numbers, less a margin: beyond it, earlier and later can't be told apart.</summary>
    private const long Comparable = (1L << 31) - 10_000_000;

    /// <summary>Pages that a look at a large table takes in at its end, and about as many anywhere.</summary>
    private const int SeenPages = 64;

    /// <summary>A look at some rows: true when one was written since, so that <see cref="HoldsInSourceAsync"/> would be false. False proves nothing.</summary>
    /// <param name="source">In the snapshot.</param>
    public static async Task<bool> IsSeenToFailAsync(NpgsqlConnection source, CopyRecord copy, CancellationToken cancellation)
    {
        var table = QuotedName.Of("public", copy.Table).ToString();
        var pages = await source.ScalarAsync<long>("select pg_relation_size(to_regclass($1)) / current_setting('block_size')::int", cancellation, table);
        var end = string.Create(CultureInfo.InvariantCulture, $"ctid >= '({Math.Max(0, pages - SeenPages)},0)'");
        var sql = SqlFile.Fill("Jobs/DumpForAnalytics/apercu.sql", ("table", table),
            ("fin", TableRanges.ReadsRanges(source) ? end : "false"),
            ("pourcent", Math.Min(100m, 100m * SeenPages / Math.Max(1, pages)).ToString("f6", CultureInfo.InvariantCulture)));
        return await source.ScalarAsync<bool>(sql, cancellation, Number(copy.OldestXid));
    }

    /// <summary>On the same start of the same server, and the same file: otherwise the numbers mean nothing.</summary>
    /// <param name="source">In the snapshot.</param>
    public static async Task<bool> HoldsInSourceAsync(NpgsqlConnection source, CopyRecord copy, CancellationToken cancellation)
    {
        var seen = await ReadAsync(source, copy.Table, copy.OldestXid, cancellation);
        return seen.Rows == copy.Rows && seen.Newest > seen.Reference && seen.Since is >= 0 and < Comparable;
    }

    /// <summary>Nobody wrote to the copy either.</summary>
    public static async Task<bool> HoldsInCopyAsync(NpgsqlConnection analytics, CopyRecord copy, CancellationToken cancellation)
    {
        var seen = await ReadAsync(analytics, copy.Table, copy.CopyXid, cancellation);
        return seen.Rows == copy.Rows && seen.Newest >= seen.Reference && seen.Since is >= 0 and < Comparable;
    }

    private static async Task<(long Rows, int Newest, int Reference, long Since)> ReadAsync(NpgsqlConnection connection, string table, long xid, CancellationToken cancellation)
    {
        var sql = SqlFile.Fill("Jobs/DumpForAnalytics/preuve_lignes.sql", ("table", QuotedName.Of("public", table).ToString()));
        return (await connection.QueryAsync(sql, static r => (r.GetInt64(0), r.GetInt32(1), r.GetInt32(2), r.GetInt64(3)), cancellation, Number(xid), xid))[0];
    }

    /// <summary>As rows have it: without the count of rounds.</summary>
    private static string Number(long xid) => (xid & uint.MaxValue).ToString(CultureInfo.InvariantCulture);
}
