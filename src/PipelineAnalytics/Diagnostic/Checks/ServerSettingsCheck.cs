using System.Globalization;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Settings of a server that make nights slow, or unsafe. None of them makes a night fail.</summary>
internal sealed class ServerSettingsCheck(Needs which) : ICheck
{
    private const long Mb = 1 << 20, Gb = 1L << 30;

    /// <summary>From this size on a database is worth its server's tuning.</summary>
    private const long Large = Gb;

    /// <param name="Hurts">Given the setting in bytes or in its own unit, and the size of the database.</param>
    private sealed record Advice(string Name, Func<double, long, bool> Hurts, string Why, string Remedy);

    private static readonly Advice[] OfAnalytics =
    [
        new("shared_buffers", (v, size) => v <= 128 * Mb && size > Large, "the server's default, for a large database", "a quarter of the server's memory"),
        new("maintenance_work_mem", (v, size) => v < 256 * Mb && size > Large, "indexes of the mirror are built with it", "256MB to 1GB, if the memory is there for each of the tables made at once"),
        new("work_mem", (v, _) => v < 4 * Mb, "sorts and groups of the vues go to disk", "16MB or more"),
        new("max_wal_size", (v, size) => v < 2 * Gb && size > Large, "a mirror writes more than that, and each time stops for a checkpoint", "4GB or more, if the disk has room"),
        new("checkpoint_timeout", (v, size) => v < 300 && size > Large, "pages are written whole after each checkpoint", "15min"),
        new("autovacuum", (v, _) => v == 0, "tables and statistics are not kept up, and transaction numbers run out some day", "on"),
        new("track_counts", (v, _) => v == 0, "autovacuum does not know what to do", "on"),
        new("fsync", (v, _) => v == 0, "a crash of the machine may ruin the database", "on"),
        new("full_page_writes", (v, _) => v == 0, "a crash of the machine may ruin the database", "on, unless the file system writes pages whole"),
    ];

    private static readonly Advice[] OfSource =
    [
        new("synchronous_commit", (v, _) => v == 0, "a commit that production forgets in a crash may have been mirrored, and its table be taken for unchanged", "on; or dump-for-analytics --tout after a crash"),
        new("fsync", (v, _) => v == 0, "a crash of the machine may ruin production", "on"),
    ];

    public string Subject => $"settings of {Side}";

    public string What => Subject;

    public Needs Needs => which;

    private string Side => which == Needs.Source ? "the source" : "analytics";

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        PostgresDatabase database = which == Needs.Source ? examination.Source : examination.Analytics;
        await using var connection = await database.OpenAsync(cancellation);
        var advices = which == Needs.Source ? OfSource : OfAnalytics;
        var size = await SizeAsync(examination, connection, cancellation);
        var values = (await connection.QueryAsync(SqlFile.Read("Diagnostic/Checks/reglages.sql"), static r => (Name: r.GetString(0), Value: r.GetDouble(1), Shown: r.GetString(2)), cancellation, (object)advices.Select(a => a.Name).ToArray())).ToDictionary(s => s.Name);
        var hurting = advices.Where(a => values.TryGetValue(a.Name, out var s) && a.Hurts(s.Value, size)).ToList();
        foreach (var advice in hurting) findings.Attention($"{advice.Name} is {values[advice.Name].Shown}: {advice.Why}", $"{advice.Name} = {advice.Remedy}");
        if (hurting.Count == 0) findings.Ok(string.Join(", ", values.Values.Select(s => $"{s.Name} {s.Shown}")));
        if (which == Needs.Analytics) await SlotsAsync(connection, findings, cancellation);
    }

    /// <summary>A database that is empty before the first night will be as large as what comes.</summary>
    private static async Task<long> SizeAsync(Examination examination, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var here = await connection.ScalarAsync<long>("select pg_database_size(current_database())", cancellation);
        if (!examination.Reached.HasFlag(Needs.Source)) return here;
        await using var source = await examination.Source.OpenAsync(cancellation);
        return Math.Max(here, (await examination.MirroredAsync(source, cancellation)).Sum(t => t.Bytes));
    }

    private static async Task SlotsAsync(NpgsqlConnection analytics, Findings findings, CancellationToken cancellation)
    {
        var slots = await analytics.QueryAsync("select slot_name::text from pg_replication_slots where not active order by 1", static r => r.GetString(0), cancellation);
        if (slots.Count > 0) findings.Attention(string.Create(CultureInfo.InvariantCulture, $"{slots.Count} replication slots that nobody reads ({Findings.Few(slots, 4)}) keep all that a night writes"), "drop them (select pg_drop_replication_slot(…)), or the disk fills");
    }
}
