using System.CommandLine;
using System.CommandLine.Help;
using PipelineAnalytics.Host.Cli;

namespace PipelineAnalytics.Host.Commands;

/// <summary>The command line as a whole: the verbs, and what they have in common.</summary>
internal static class Root
{
    public const string Executable = "pipeline-analytics";

    public const string SettingsHelp = """
        Settings (appsettings.json beside the executable, then in the current
        directory, then environment, then command line; later ones win):
          ConnectionStrings__Source      production, read only: Host=…;Database=… or
                                         postgres://user:password@host:port/database
          ConnectionStrings__Analytics   the database that is written, in either form
          Pipeline__FuseauHoraire        the business time zone [Europe/Paris]
          Pipeline__JoursAgenceInconnue  days during which events of users without an
                                         agency are tried again [60]
          Pipeline__PostgresBin          the folder of pg_dump, pg_restore and psql
                                         [PATH, then the usual places]
          Pipeline__Miroir__Exclure__0   … tables that are not mirrored;
                                         ExclureDonnees: without their rows
          Pipeline__Miroir__Paralleles   tables copied at once [one a core, at most 4]
          Pipeline__Miroir__Verifier     true: always as with --verifier [false]
          Pipeline__Miroir__MinutesAuPlus  the time a mirror may take [240]
          Confidentialite__Profil        pseudonymes: names, e-mails, tokens of people
                                         become pseudonyms [aucun]; __Cle: their secret
          Confidentialite__Supprimer__0  … columns (table.column) that never leave
                                         production; Pseudonymiser, Garder likewise
          Confidentialite__ColonneInconnue  a column never seen before: keep, drop or
                                         stop [keep]
          Pipeline__Nettoyage__Jours     the age in days, at least 7, from which
                                         nettoyer-les-evenements deletes events from
                                         production [off]
          Pipeline__Vues__Paralleles     connections that weeks are spread over
                                         [one a core, at most 8]
          Pipeline__Vues__Dossier        a directory with more vues, each a folder
                                         with model.sql, table.sql, checks/*.sql
          Pipeline__Worker__Cron         when a night begins [30 2 * * *]
          Pipeline__Worker__RattrapageJusqua  the hour until which a night is begun
                                         late [20:00]
          Pipeline__Worker__Fraicheur    the hour at which analytics must be fresh
                                         [06:00]
          Pipeline__Worker__Essais       how often a failed job is tried again [3]
          Pipeline__Worker__MinutesAuPlus__DumpForAnalytics  … the time that a job
                                         may take [240; ChargerLesEvenements 120]
          Pipeline__Worker__SecondesSansSigne  without a sign of life, a run is taken
                                         for dead, and taken up again [120]
          Pipeline__Worker__Adresse      where the worker answers by HTTP
                                         [http://127.0.0.1:5080]
          ConnectionStrings__Lecture     analytics as a role that may only read, for the
                                         dashboard [ConnectionStrings__Analytics]
          Pipeline__Web__Adresse         where the verb web serves the dashboard
                                         [http://127.0.0.1:5090]
          Pipeline__Web__Cle             the access key; without it, or EnTete (a
                                         reverse proxy's header), loopback only
          Pipeline__Web__Actions         true: jobs can be started there [false]
          Pipeline__Notification__Webhook  an incoming webhook of Mattermost or Slack
        On the command line: --Pipeline:FuseauHoraire=Europe/Paris. Passwords belong
        in the environment: a command line is seen by others.

        Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.

        """;

    public static IReadOnlyList<string> Examples { get; } =
    [
        $"{Executable} demo                       the chain, on made-up data",
        $"{Executable} doctor                     what could fail in a night, and its remedy",
        $"{Executable} run                        the chain, now",
        $"{Executable} status --nombre 20 --json  the last runs, for a script",
    ];

    /// <param name="run">Runs a verb; its exit code.</param>
    public static RootCommand Create(Func<Verb, ParseResult, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Mirrors a production PostgreSQL into an analytics one, brings the engagement events over, and computes the vues that dashboards read.");
        root.Options.Add(new Option<bool>("--json") { Description = "Print one JSON object on standard output instead of text", Recursive = true });
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!);
        foreach (var verb in Verbs())
        {
            verb.SetAction((parse, cancellation) => run(verb, parse, cancellation));
            root.Subcommands.Add(verb);
        }

        return root;
    }

    private static IEnumerable<Verb> Verbs() =>
    [
        new RunVerb(),
        new DumpForAnalyticsVerb(),
        new ChargerLesEvenementsVerb(),
        new EnrichirLesEvenementsVerb(),
        new ChargerLesVuesVerb(),
        new InitialiserLesVuesVerb(),
        new InitialiserLesVuesDerniereAnneeVerb(),
        new NettoyerLesEvenementsVerb(),
        new OublierVerb(),
        new WorkerVerb(),
        new WebVerb(),
        new StatusVerb(),
        new DoctorVerb(),
        new DemoVerb(),
    ];
}
