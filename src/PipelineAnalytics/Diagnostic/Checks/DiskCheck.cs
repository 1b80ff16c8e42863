using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The disk that a night needs: the last mirror stays until the new one is whole. How much is free, a server does not tell by SQL.</summary>
internal sealed class DiskCheck : ICheck
{
    public string Subject => "disk";

    public string What => "disk";

    public Needs Needs => Needs.Source | Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        var tables = (await examination.MirroredAsync(source, cancellation)).Where(t => !examination.Selection.IsWithoutRows(t.Name)).Select(t => t.Oid).ToArray();
        var mirror = await source.ScalarAsync<long>("select coalesce(sum(pg_total_relation_size(o)), 0)::bigint from unnest($1) o", cancellation, (object)tables);
        var events = await source.ScalarAsync<long>("select coalesce(pg_total_relation_size(to_regclass('public.evenement_engagement_hebdo')), 0)", cancellation);
        var (whole, previous, wal) = (await analytics.QueryAsync(SqlFile.Read("Diagnostic/Checks/disque.sql"), static r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellation))[0];
        // What stands aside goes before the new copy comes.
        var more = Math.Max(0, mirror - previous) + events + wal;
        findings.Ok($"the source is {Sizes.Bytes(await source.ScalarAsync<long>("select pg_database_size(current_database())", cancellation))}, analytics {Sizes.Bytes(whole)}; a copy of the mirror with its indexes {Sizes.Bytes(mirror)}, of which two stand side by side at night's end");
        findings.Ok($"see that about {Sizes.Bytes(more)} more are free on the disk of analytics (the new copy {Sizes.Bytes(mirror)}, less {Sizes.Bytes(previous)} that go first, events {Sizes.Bytes(events)}, the server's log {Sizes.Bytes(wal)}): a server does not tell by SQL what is free");
        if (await FreeHereAsync(examination.Analytics, analytics, cancellation) is { } free && free < more) findings.Attention($"only {Sizes.Bytes(free)} are free where this machine has the folder of analytics' server", "make room, or exclude tables");
    }

    /// <summary>Of a server on this machine that tells its folder, which it does to few users. Through a tunnel it may be another machine's: a hint, no proof.</summary>
    private static async Task<long?> FreeHereAsync(AnalyticsDatabase database, NpgsqlConnection analytics, CancellationToken cancellation)
    {
        if (database.Connection.Host is not { } host || !(host.StartsWith('/') || host is "localhost" or "127.0.0.1" or "::1")) return null;
        var folder = await analytics.ScalarAsync<string>("select setting from pg_settings where name = 'data_directory'", cancellation);
        return folder is not null && Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;
    }
}
