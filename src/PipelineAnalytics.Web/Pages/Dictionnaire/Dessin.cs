using System.Globalization;

namespace PipelineAnalytics.Web.Pages.Dictionnaire;

/// <param name="X">Left, in pixels of the drawing.</param>
/// <param name="Y">Top.</param>
public sealed record Boite(Noeud Noeud, double X, double Y, double Largeur)
{
    /// <summary>Of each box.</summary>
    public static double Hauteur => 26;

    public double Droite => X + Largeur;

    public double Milieu => Y + Hauteur / 2;
}

/// <summary>The lineage laid out: a column a stage, each as wide as its longest name, the boxes of a column around one middle line.</summary>
public sealed class Dessin
{
    private const double Entete = 34, Ecart = 12, Passage = 54, Caractere = 6.7, Marge = 9;

    private readonly List<Colonne> columns = [];

    private readonly Dictionary<string, Boite> byName = new(StringComparer.Ordinal);

    public Dessin(Lignage lineage)
    {
        var stages = lineage.Noeuds.GroupBy(n => n.Etage).OrderBy(g => g.Key).ToList();
        Hauteur = Entete + stages.Max(g => g.Count()) * (Boite.Hauteur + Ecart);
        double x = 1;
        foreach (var stage in stages)
        {
            var width = Math.Max(stage.Max(n => n.Nom.Length), Titre(stage.Key).Length) * Caractere + 2 * Marge;
            var y = Entete + (Hauteur - Entete - stage.Count() * (Boite.Hauteur + Ecart)) / 2;
            Titres.Add((Titre(stage.Key), x));
            columns.Add(new Colonne(stage.Key, x, x + width, [.. Enumerable.Range(0, stage.Count() + 1).Select(i => y - Ecart / 2 + i * (Boite.Hauteur + Ecart))]));
            foreach (var node in stage)
            {
                byName[node.Nom] = new Boite(node, x, y, width);
                y += Boite.Hauteur + Ecart;
            }

            x += width + Passage;
        }

        Largeur = x - Passage + 1;
        Fleches = [.. lineage.Liens.Where(l => byName.ContainsKey(l.De) && byName.ContainsKey(l.Vers)).Select(l => Fleche(byName[l.De], byName[l.Vers]))];
    }

    public double Largeur { get; }

    public double Hauteur { get; }

    public IEnumerable<Boite> Boites => byName.Values;

    public List<(string Texte, double X)> Titres { get; } = [];

    /// <summary>Paths, each from the right of a box to the left of another.</summary>
    public IReadOnlyList<string> Fleches { get; }

    public static string Px(double length) => length.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Between the boxes of the columns on its way, never behind one: it would seem to come from there.</summary>
    private string Fleche(Boite from, Boite to)
    {
        var (path, x, y) = ($"M{Px(from.Droite)},{Px(from.Milieu)}", from.Droite, from.Milieu);
        foreach (var column in columns.Where(c => c.Etage > from.Noeud.Etage && c.Etage < to.Noeud.Etage))
        {
            var straight = y + (to.Milieu - y) * (column.Gauche - x) / (to.X - x);
            var lane = column.Passages.MinBy(l => Math.Abs(l - straight));
            path += $"{Courbe(x, y, column.Gauche, lane)} L{Px(column.Droite)},{Px(lane)}";
            (x, y) = (column.Droite, lane);
        }

        return path + Courbe(x, y, to.X - 6, to.Milieu);
    }

    private static string Courbe(double x, double y, double toX, double toY)
    {
        var bend = Math.Max(24, (toX - x) / 2);
        return $" C{Px(x + bend)},{Px(y)} {Px(toX - bend)},{Px(toY)} {Px(toX)},{Px(toY)}";
    }

    private static string Titre(Etage stage) => stage switch
    {
        Etage.Production => "Production",
        Etage.Miroir => "Miroir",
        Etage.Evenements => "Événements",
        Etage.Cumuls => "Cumuls",
        _ => "Vues",
    };

    /// <param name="Passages">The heights between its boxes.</param>
    private sealed record Colonne(Etage Etage, double Gauche, double Droite, IReadOnlyList<double> Passages);
}
