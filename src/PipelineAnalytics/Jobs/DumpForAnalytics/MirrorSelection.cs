using System.IO.Enumeration;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>What of production is left out, by name: <c>*</c> stands for anything, <c>?</c> for one character, case counts.</summary>
internal sealed class MirrorSelection(MiroirSettings settings)
{
    /// <summary>Tables of logs and of engagement events (spec, <i>Source database</i>).</summary>
    private static readonly string[] DefaultExcluded = ["evenement_engagement*", "suivi_job", "cache_api_partenaire", "log_*", "spatial_ref_sys"];

    private readonly string[] excluded = settings.Exclure ?? DefaultExcluded;
    private readonly string[] withoutRows = settings.ExclureDonnees ?? [];

    public bool IsExcluded(string table) => Matches(excluded, table);

    public bool IsWithoutRows(string table) => Matches(withoutRows, table);

    private static bool Matches(string[] patterns, string table) =>
        patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, table, ignoreCase: false));
}
