using Npgsql;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>What of people would reach analytics: by the names of columns, never by a look at a value.</summary>
internal sealed class PersonalDataCheck : ICheck
{
    public string Subject => "personal data";

    public string What => "personal data";

    public Needs Needs => Needs.Source;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        // A setting that does not fit is told among the settings.
        if (!AreUsable(examination.Settings.Confidentialite)) return;
        await using var source = await examination.Source.OpenAsync(cancellation);
        var columns = await ColumnsAsync(examination, source, cancellation);
        if (columns.PersonalInClear is { Count: > 0 } clear) findings.Attention($"columns that look personal come in clear: {Findings.Few(clear, 30)}", "say what becomes of each: Confidentialite__Profil=pseudonymes, or __Supprimer, __Pseudonymiser, __Garder");
        else findings.Ok("no column that looks personal comes in clear without a setting that says so");
        Tell(findings, "never leave production", columns.Dropped);
        Tell(findings, "become pseudonyms", columns.Pseudonymised);
        Tell(findings, "no mirror has met before", columns.Unknown);
    }

    private static bool AreUsable(ConfidentialiteSettings settings)
    {
        try
        {
            _ = new ColumnRules(settings);
            return true;
        }
        catch (PipelineException)
        {
            return false;
        }
    }

    /// <summary>Which columns are new is known where a mirror was made before.</summary>
    private static async Task<MirrorColumns> ColumnsAsync(Examination examination, NpgsqlConnection source, CancellationToken cancellation)
    {
        if (examination.Reached.HasFlag(Needs.Analytics))
        {
            await using var analytics = await examination.Analytics.OpenAsync(cancellation);
            if (await analytics.ScalarAsync<bool>("select to_regclass('pipeline.miroir_colonne') is not null", cancellation))
                return await MirrorColumns.OfAsync(source, analytics, examination.Settings, examination.Selection, cancellation);
        }

        return await MirrorColumns.OfAsync(source, null, examination.Settings, examination.Selection, cancellation);
    }

    private static void Tell(Findings findings, string what, IEnumerable<string> columns)
    {
        if (columns.ToList() is { Count: > 0 } some) findings.Ok($"columns that {what}: {Findings.Few(some, 30)}");
    }
}
