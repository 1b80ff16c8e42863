using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>What becomes of a column on its way to analytics.</summary>
internal enum Treatment
{
    Keep,
    Drop,

    /// <summary>The same value becomes the same pseudonym, in every table: joins hold.</summary>
    Pseudonym,
}

/// <summary>
/// Which treatment the settings ask for. A column that is named wins over a pattern that it matches; of two rules alike, the one that tells
/// less; the ready profile is the weakest.
/// </summary>
internal sealed partial class ColumnRules
{
    /// <summary>Personal data of closed accounts.</summary>
    private static readonly string[] DefaultDropped = ["archive_jeune.donnees"];

    /// <summary>Names, e-mails and tokens of people who have an account, and the e-mail by which features are switched on for them.</summary>
    private static readonly string[] Profile =
    [
        .. new[] { "jeune", "conseiller" }.SelectMany(table => new[] { "nom", "nom_*", "prenom", "prenom_*", "*email*", "*mail*", "*token*", "*jeton*" }.Select(column => $"{table}.{column}")),
        "feature_flip.email_conseiller",
    ];

    private readonly (Treatment Treatment, string[] Columns)[] rules;
    private readonly string[] profile;

    /// <exception cref="PipelineException">Exit code 2: a setting does not fit.</exception>
    public ColumnRules(ConfidentialiteSettings settings)
    {
        rules =
        [
            (Treatment.Drop, settings.Supprimer ?? DefaultDropped),
            (Treatment.Pseudonym, settings.Pseudonymiser ?? []),
            (Treatment.Keep, settings.Garder ?? []),
        ];
        foreach (var column in rules.SelectMany(r => r.Columns)) EnsureColumn(column);
        profile = settings.Profil switch
        {
            null or "" or "aucun" => [],
            "pseudonymes" => Profile,
            var other => throw PipelineException.Misused($"Confidentialite__Profil is '{other}': give aucun or pseudonymes."),
        };
        Unknown = settings.ColonneInconnue switch
        {
            null or "" or "keep" => Treatment.Keep,
            "drop" => Treatment.Drop,
            "stop" => null,
            var other => throw PipelineException.Misused($"Confidentialite__ColonneInconnue is '{other}': give keep, drop or stop."),
        };
    }

    /// <summary>Of a column that no mirror has met and no setting names; null when it stops the mirror.</summary>
    public Treatment? Unknown { get; }

    /// <summary>What the lists of the settings say of a column; null when they are silent.</summary>
    public Treatment? Asked(string table, string column)
    {
        var name = $"{table}.{column}";
        var named = rules.Where(r => r.Columns.Contains(name, StringComparer.Ordinal)).Select(r => (Treatment?)r.Treatment).FirstOrDefault();
        return named ?? rules.Where(r => r.Columns.Any(c => Matches(c, name))).Select(r => (Treatment?)r.Treatment).FirstOrDefault();
    }

    /// <summary>Whether the ready profile, if it is switched on, replaces a column. It knows columns by their names: of another type than text, one is something else.</summary>
    public bool IsInProfile(string table, string column) => profile.Any(p => Matches(p, $"{table}.{column}"));

    public static bool LooksPersonal(string column) => PersonalName().IsMatch(column);

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static void EnsureColumn(string text)
    {
        if (text.Split('.').Length != 2) throw PipelineException.Misused($"Confidentialite: '{text}' is no table.column, as in archive_jeune.donnees.");
    }

    [GeneratedRegex(@"^(nom|prenoms?|nom_(usage|naissance|famille|complet|jeune|conseiller))$|e_?mail|courriel|telephone|(^|_)tel($|_)|portable|naissance|adresse|token|jeton|mot_de_passe|password|(^|_)nir($|_)|securite_sociale|iban|(^|_)ip($|_)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PersonalName();
}
