using System.Globalization;
using Npgsql;
using PipelineAnalytics.Benchmarks.Harness;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Benchmarks.Evenements;

/// <summary>The classical way, spared its two worst habits: rows come by one binary COPY, as ours do, and each UPDATE is of the new events only.</summary>
internal sealed class ClassicalAtBest(BenchServer server) : ClassicalWay(server, "classique_au_mieux", "AuMieux")
{
    protected override Task LoadAsync(NpgsqlConnection source, NpgsqlConnection own, DateTime after, CancellationToken cancellation)
    {
        var written = after.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return CopyPipe.BinaryAsync(
            source, $"copy (select {ClassicalTable.LoadedColumns} from evenement_engagement_hebdo where date_evenement > '{written}') to stdout (format binary)",
            own, $"copy evenement_engagement ({ClassicalTable.LoadedColumns}) from stdin (format binary)", cancellation);
    }
}
