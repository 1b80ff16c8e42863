using System.Globalization;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>A name that anybody could have: common first names, the most common surnames, in any combination.</summary>
internal readonly record struct Nom(string Prenom, string Famille)
{
    private static readonly string[] Prenoms =
    [
        "Emma", "Lucas", "Inès", "Hugo", "Chloé", "Nathan", "Léa", "Yanis", "Camille", "Théo", "Sarah", "Enzo", "Manon", "Rayan",
        "Jade", "Louis", "Lina", "Maxime", "Zoé", "Mehdi", "Clara", "Noé", "Aïcha", "Kévin", "Élise", "Ibrahim", "Océane", "Paul",
    ];

    private static readonly string[] Familles =
    [
        "Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon", "Michel",
        "Lefèvre", "Leroy", "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet", "Dupont", "Lambert", "Fontaine",
    ];

    public static Nom Draw(ref SeededRandom random) => new(random.Pick(Prenoms), random.Pick(Familles));

    /// <summary>An address that is nobody else's: the number tells namesakes apart.</summary>
    public string Email(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Ascii(Prenom)}.{Ascii(Famille)}.{number}@exemple.fr");

    // A table, since the executable is built without Unicode data (InvariantGlobalization).
    private static string Ascii(string name) => name.ToLowerInvariant()
        .Replace('é', 'e').Replace('è', 'e').Replace('É', 'e').Replace('ï', 'i').Replace('ë', 'e');
}
