namespace PipelineAnalytics;

/// <summary>
/// The settings of a run, from <c>appsettings.json</c>, the environment and the command line (later ones win).
/// A property <c>Pipeline.X.Y</c> is <c>Pipeline__X__Y</c> in the environment and <c>--Pipeline:X:Y=…</c> on the command line.
/// </summary>
public sealed class PipelineSettings
{
    /// <summary><c>ConnectionStrings__Source</c>: production. Key-value or URL form.</summary>
    public string? Source { get; set; }

    /// <summary><c>ConnectionStrings__Analytics</c>: the database that is written. Key-value or URL form.</summary>
    public string? Analytics { get; set; }

    /// <summary>The business time zone, an IANA name. Decides <c>jour</c> and <c>semaine</c>, whatever the zone of servers and sessions.</summary>
    public string FuseauHoraire { get; set; } = "Europe/Paris";

    /// <summary>Folder of pg_dump and pg_restore. By default those on PATH, else the newest in the usual places.</summary>
    public string? PostgresBin { get; set; }

    /// <summary>Days during which events whose user has no agency are tried again, from their first enrichment.</summary>
    public int JoursAgenceInconnue { get; set; } = 60;

    public MiroirSettings Miroir { get; set; } = new();

    public NettoyageSettings Nettoyage { get; set; } = new();

    public VuesSettings Vues { get; set; } = new();
}

/// <summary>What job 0 copies. Patterns are names with <c>*</c> and <c>?</c>, case-sensitive; each list replaces its default.</summary>
public sealed class MiroirSettings
{
    /// <summary>Tables that do not exist in analytics at all.</summary>
    public string[]? Exclure { get; set; }

    /// <summary>Tables whose definition is kept and whose rows are not.</summary>
    public string[]? ExclureDonnees { get; set; }

    /// <summary>Columns that never leave production, as <c>table.column</c>.</summary>
    public string[]? ExclureColonnes { get; set; }
}

/// <summary>Whether, and when, production is relieved of events that analytics has.</summary>
public sealed class NettoyageSettings
{
    /// <summary>Age in days, at least 7, from which <c>nettoyer-les-evenements</c> deletes events from production. Null, the default: never.</summary>
    public int? Jours { get; set; }
}

/// <summary>How the vues are computed, and which there are besides those of the executable.</summary>
public sealed class VuesSettings
{
    /// <summary>The most connections that weeks may be spread over.</summary>
    public const int MostConnections = 64;

    /// <summary>Connections to analytics that weeks are spread over, from 1 to <see cref="MostConnections"/>. Null, the default: one for each core of this machine, at most 8.</summary>
    public int? Paralleles { get; set; }

    /// <summary>A directory with more vues, each a folder with <c>model.sql</c>, <c>table.sql</c> and <c>checks/*.sql</c>. Null, the default: none.</summary>
    public string? Dossier { get; set; }

    /// <exception cref="PipelineException">Exit code 2: <see cref="Paralleles"/> is out of its range.</exception>
    internal int Connections => Paralleles switch
    {
        null => Math.Min(Environment.ProcessorCount, 8),
        >= 1 and <= MostConnections => Paralleles.Value,
        _ => throw PipelineException.Misused($"Pipeline__Vues__Paralleles is {Paralleles}: give a whole number from 1 to {MostConnections}."),
    };
}
