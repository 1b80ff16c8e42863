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

    /// <summary><c>ConnectionStrings__Lecture</c>: analytics again, as a role that may only read, for the dashboard. Null, the default: the connection of <see cref="Analytics"/>, in read-only sessions.</summary>
    public string? Lecture { get; set; }

    /// <summary>The business time zone, an IANA name. Decides <c>jour</c> and <c>semaine</c>, whatever the zone of servers and sessions.</summary>
    public string FuseauHoraire { get; set; } = "Europe/Paris";

    /// <summary>Folder of pg_dump and pg_restore. By default those on PATH, else the newest in the usual places.</summary>
    public string? PostgresBin { get; set; }

    /// <summary>Days during which events whose user has no agency are tried again, from their first enrichment.</summary>
    public int JoursAgenceInconnue { get; set; } = 60;

    public MiroirSettings Miroir { get; set; } = new();

    public ConfidentialiteSettings Confidentialite { get; set; } = new();

    public NettoyageSettings Nettoyage { get; set; } = new();

    public VuesSettings Vues { get; set; } = new();

    public WorkerSettings Worker { get; set; } = new();

    public NotificationSettings Notification { get; set; } = new();

    public WebSettings Web { get; set; } = new();
}

/// <summary>What job 0 copies. Patterns are names with <c>*</c> and <c>?</c>, case-sensitive; each list replaces its default.</summary>
public sealed class MiroirSettings
{
    /// <summary>Tables that do not exist in analytics at all.</summary>
    public string[]? Exclure { get; set; }

    /// <summary>Tables whose definition is kept and whose rows are not.</summary>
    public string[]? ExclureDonnees { get; set; }

    /// <summary>Tables that are copied at once, each over a connection to either server, from 1 to <see cref="ParallelConnections.Most"/>. Null, the default: one for each core of this machine, at most 4.</summary>
    public int? Paralleles { get; set; }

    /// <exception cref="PipelineException">Exit code 2: <see cref="Paralleles"/> is out of its range.</exception>
    internal int Connections => ParallelConnections.Of("Pipeline__Miroir__Paralleles", Paralleles, atMost: 4);

    /// <summary>Bytes from which a table is read in ranges, side by side. No setting: for tests.</summary>
    internal long LargeTable { get; set; } = 1L << 30;

    /// <summary>Whether each table's content is compared before the exchange, by a hash on both sides.</summary>
    public bool Verifier { get; set; }

    /// <summary>Minutes that the mirror may take; then it stops, and the previous one stays. Null, the default: 240.</summary>
    public int? MinutesAuPlus { get; set; }

    /// <exception cref="PipelineException">Exit code 2: <see cref="MinutesAuPlus"/> is no time.</exception>
    internal TimeSpan Budget => MinutesAuPlus switch
    {
        null => TimeSpan.FromHours(4),
        >= 1 and <= 1440 => TimeSpan.FromMinutes(MinutesAuPlus.Value),
        _ => throw PipelineException.Misused($"Pipeline__Miroir__MinutesAuPlus is {MinutesAuPlus}: give a whole number of minutes from 1 to 1440."),
    };
}

/// <summary>
/// What of people reaches analytics (section <c>Confidentialite</c>). Columns are written <c>table.column</c>, with <c>*</c> and <c>?</c> if need be, case-sensitive; one that is named wins over
/// a pattern, and what tells less over what tells more. Each list replaces its default.
/// </summary>
public sealed class ConfidentialiteSettings
{
    /// <summary><c>aucun</c>, the default, or <c>pseudonymes</c>: names, e-mails and tokens of <c>jeune</c> and <c>conseiller</c> are replaced.</summary>
    public string? Profil { get; set; }

    /// <summary>The secret that pseudonyms depend on, at least 16 characters, always the same. It belongs in the environment.</summary>
    public string? Cle { get; set; }

    /// <summary>Columns that come in clear, whatever a pattern or the profile says; known to be personal, they are not named any more.</summary>
    public string[]? Garder { get; set; }

    /// <summary>Columns that never leave production. Null, the default: <c>archive_jeune.donnees</c>.</summary>
    public string[]? Supprimer { get; set; }

    /// <summary>Columns of text or uuid whose values are replaced, the same by the same in every table.</summary>
    public string[]? Pseudonymiser { get; set; }

    /// <summary>What a column does that no mirror has met and no list names: <c>keep</c>, the default, <c>drop</c>, or <c>stop</c>.</summary>
    public string? ColonneInconnue { get; set; }
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
    /// <summary>Connections to analytics that weeks are spread over, from 1 to <see cref="ParallelConnections.Most"/>. Null, the default: one for each core of this machine, at most 8.</summary>
    public int? Paralleles { get; set; }

    /// <summary>A directory with more vues, each a folder with <c>model.sql</c>, <c>table.sql</c> and <c>checks/*.sql</c>. Null, the default: none.</summary>
    public string? Dossier { get; set; }

    /// <exception cref="PipelineException">Exit code 2: <see cref="Paralleles"/> is out of its range.</exception>
    internal int Connections => ParallelConnections.Of("Pipeline__Vues__Paralleles", Paralleles, atMost: 8);
}

/// <summary>How many connections a job may spread its work over.</summary>
public static class ParallelConnections
{
    /// <summary>The largest number that a setting may give.</summary>
    public const int Most = 64;

    /// <param name="setting">Its name, for messages.</param>
    /// <param name="value">As it is set; null for one a core of this machine.</param>
    /// <param name="atMost">Unless more are asked for.</param>
    internal static int Of(string setting, int? value, int atMost) => value switch
    {
        null => Math.Min(Environment.ProcessorCount, atMost),
        >= 1 and <= Most => value.Value,
        _ => throw PipelineException.Misused($"{setting} is {value}: give a whole number from 1 to {Most}."),
    };
}

/// <summary>When the chain runs by itself, and what happens when it does not end well. Hours are of the business time zone.</summary>
public sealed class WorkerSettings
{
    /// <summary>When a night begins: five fields, minute first. The first time of a date counts; a time that clocks leave out is the next that there is.</summary>
    public string Cron { get; set; } = "30 2 * * *";

    /// <summary>Hour until which a night that nobody began is begun late, <c>HH:mm</c>: the first one after the night was due.</summary>
    public string RattrapageJusqua { get; set; } = "20:00";

    /// <summary>Hour at which analytics must be fresh, <c>HH:mm</c>: the first one after the night was due.</summary>
    public string Fraicheur { get; set; } = "06:00";

    /// <summary>How often a job that failed is tried again, when the cause may pass, from 0 to 10; after 1, 5, 15 minutes, then every 30.</summary>
    public int Essais { get; set; } = 3;

    public JobMinutes MinutesAuPlus { get; set; } = new();

    /// <summary>Seconds without a sign of life, from 5 to 3600, after which a run is taken for dead: its sessions are ended, and its job is taken up again. Runs show that they live eight times as often.</summary>
    public int SecondesSansSigne { get; set; } = 120;

    /// <exception cref="PipelineException">Exit code 2: <see cref="SecondesSansSigne"/> is out of its range.</exception>
    internal TimeSpan Silence => SecondesSansSigne is >= 5 and <= 3600
        ? TimeSpan.FromSeconds(SecondesSansSigne)
        : throw PipelineException.Misused($"Pipeline__Worker__SecondesSansSigne is {SecondesSansSigne}: give a whole number of seconds from 5 to 3600.");

    /// <exception cref="PipelineException">Exit code 2: <see cref="Essais"/> is out of its range.</exception>
    internal int Retries => Essais is >= 0 and <= 10 ? Essais : throw PipelineException.Misused($"Pipeline__Worker__Essais is {Essais}: give a whole number from 0 to 10.");

    /// <summary>Where the worker answers by HTTP (<c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, <c>/hangfire</c>).</summary>
    public string Adresse { get; set; } = "http://127.0.0.1:5080";
}

/// <summary>Minutes after which a job that the worker runs is stopped, from 1 to 1440: it failed, and may be tried again.</summary>
public sealed class JobMinutes
{
    public int DumpForAnalytics { get; set; } = 240;

    public int ChargerLesEvenements { get; set; } = 120;

    public int EnrichirLesEvenements { get; set; } = 240;

    public int ChargerLesVues { get; set; } = 240;

    /// <exception cref="PipelineException">Exit code 2: it is out of its range.</exception>
    internal TimeSpan Of(string verb)
    {
        var (setting, minutes) = verb switch
        {
            "dump-for-analytics" => (nameof(DumpForAnalytics), DumpForAnalytics),
            "charger-les-evenements" => (nameof(ChargerLesEvenements), ChargerLesEvenements),
            "enrichir-les-evenements" => (nameof(EnrichirLesEvenements), EnrichirLesEvenements),
            _ => (nameof(ChargerLesVues), ChargerLesVues),
        };
        return minutes is >= 1 and <= 1440
            ? TimeSpan.FromMinutes(minutes)
            : throw PipelineException.Misused($"Pipeline__Worker__MinutesAuPlus__{setting} is {minutes}: give a whole number of minutes from 1 to 1440.");
    }
}

/// <summary>Whom to tell.</summary>
public sealed class NotificationSettings
{
    /// <summary>The address of an incoming webhook of Mattermost or Slack, a secret. Null, the default: nobody is told.</summary>
    public string? Webhook { get; set; }
}

/// <summary>The dashboard: where it is served by the verb <c>web</c>, and who is let in, there and on the worker's own address.</summary>
public sealed class WebSettings
{
    /// <summary>Where the verb <c>web</c> answers by HTTP.</summary>
    public string Adresse { get; set; } = "http://127.0.0.1:5090";

    /// <summary>The key that people and scripts give to be let in, at least 16 characters, a secret. Null, the default: nobody is asked, on a loopback address; on any other nothing starts.</summary>
    public string? Cle { get; set; }

    /// <summary>The header by which a reverse proxy in front says who was let in (<c>X-Forwarded-User</c>, say): it must be one that nobody else can reach us with. Null, the default: none.</summary>
    public string? EnTete { get; set; }

    /// <summary>Whether jobs can be started from the dashboard. False, the default: it only shows.</summary>
    public bool Actions { get; set; }
}
