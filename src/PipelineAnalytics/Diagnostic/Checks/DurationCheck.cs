using System.Text.Json.Nodes;
using Npgsql;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>About how long job 0 takes: as the last one did; before the first, from a read of the source that is kept short.</summary>
internal sealed class DurationCheck : ICheck
{
    /// <summary>Writing and indexes take about as long as the reading, and begin while it goes on.</summary>
    private const double WritingFactor = 2;

    public string Subject => "mirror";

    public string What => "how long it takes";

    public Needs Needs => Needs.Source;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        var tables = (await examination.MirroredAsync(source, cancellation)).Where(t => !examination.Selection.IsWithoutRows(t.Name)).ToList();
        if (await LastAsync(examination, tables.Sum(t => t.EstimatedRows), cancellation) is { } last)
        {
            findings.Ok(last);
            return;
        }

        // Settings or columns that do not fit are told elsewhere.
        if (await ColumnsAsync(examination, source, cancellation) is not { } columns) return;
        var speed = await ReadingSpeed.MeasureAsync(source, columns, tables, examination.Time, cancellation);
        if (speed is not { } rate) return;
        var atOnce = Math.Min(examination.Settings.Miroir.Connections, Math.Max(1, tables.Count));
        var budget = examination.Settings.Miroir.Budget;
        var about = TimeSpan.FromSeconds(WritingFactor * tables.Sum(t => t.Bytes) / (rate * atOnce));
        var said = $"the first mirror takes about {Sizes.About(about)}: {Sizes.Bytes(rate)}/s as read here over one connection, {atOnce} at once, doubled for writing and indexes";
        if (about < budget) findings.Ok(said);
        else findings.Fault($"{said}; it is given up after {budget.TotalMinutes} minutes", "raise Pipeline__Miroir__MinutesAuPlus (and Pipeline__Worker__MinutesAuPlus__DumpForAnalytics), exclude tables, or run nearer to the servers");
    }

    /// <summary>What the last one took, and what it copied: tables that did not change were not.</summary>
    private static async Task<string?> LastAsync(Examination examination, long rowsNow, CancellationToken cancellation)
    {
        if (!examination.Reached.HasFlag(Needs.Analytics)) return null;
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        if (!await analytics.ScalarAsync<bool>("select to_regclass('pipeline.suivi_job') is not null", cancellation)) return null;
        var runs = await analytics.QueryAsync(SqlFile.Read("Diagnostic/Checks/dernier_miroir.sql"), static r => (Ms: r.GetInt64(0), Result: JsonNode.Parse(r.GetString(1))), cancellation);
        if (runs.Count == 0) return null;
        var (rows, unchanged) = ((long?)runs[0].Result?["rows"] ?? 0, (long?)runs[0].Result?["unchangedTables"] ?? 0);
        return $"the last mirror took {Sizes.About(TimeSpan.FromMilliseconds(runs[0].Ms))}, for {Sizes.Count(rows)} rows copied and {Sizes.Count(unchanged)} tables that had not changed; production has about {Sizes.Count(rowsNow)} rows now";
    }

    private static async Task<MirrorColumns?> ColumnsAsync(Examination examination, NpgsqlConnection source, CancellationToken cancellation)
    {
        try
        {
            _ = (examination.Settings.Miroir.Connections, examination.Settings.Miroir.Budget);
            return await MirrorColumns.OfAsync(source, null, examination.Settings, examination.Selection, cancellation);
        }
        catch (PipelineException)
        {
            return null;
        }
    }
}
