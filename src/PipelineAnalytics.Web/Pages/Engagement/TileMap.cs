using System.Globalization;
using System.Reflection;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>A department's square.</summary>
/// <param name="Code">As analytics stores it.</param>
public sealed record Tile(string Code, string Nom, string Region, int Colonne, int Ligne);

/// <summary>A region's name, as analytics stores it, and where its label stands: in columns and rows, the middle of a square being whole.</summary>
internal sealed record RegionLabel(string Nom, string Abrege, double Colonne, double Ligne);

/// <summary>
/// France as squares, one a department, overseas in a column at its left: small departments are as large as others. The layout is ours
/// (<c>departements.csv</c>, <c>regions.csv</c>): neighbours stand near each other, and each region is in one piece.
/// </summary>
internal static class TileMap
{
    public static IReadOnlyList<Tile> Departements { get; } = [.. Lines("departements").Select(c => new Tile(c[0], c[1], c[2], Whole(c[3]), Whole(c[4])))];

    public static IReadOnlyList<RegionLabel> Regions { get; } = [.. Lines("regions").Select(c => new RegionLabel(c[0], c[1], Number(c[2]), Number(c[3])))];

    /// <summary>Columns and rows of the drawing.</summary>
    public static (int Columns, int Rows) Size { get; } = (Departements.Max(t => t.Colonne) + 1, Departements.Max(t => t.Ligne) + 1);

    /// <summary>A department's name; its code where that is not known.</summary>
    public static string NomDuDepartement(string code) => Departements.FirstOrDefault(t => t.Code == code)?.Nom ?? code;

    /// <summary>The lines between regions, as an SVG path in squares.</summary>
    public static string Borders { get; } = string.Concat(Departements.GroupBy(t => t.Region, StringComparer.Ordinal).Select(region => Outline([.. region])));

    /// <summary>The line around these squares, as an SVG path in squares.</summary>
    public static string Outline(IReadOnlyList<Tile> tiles)
    {
        var places = tiles.Select(t => (t.Colonne, t.Ligne)).ToHashSet();
        return string.Concat(places.SelectMany(p => Sides(p.Colonne, p.Ligne)));

        IEnumerable<string> Sides(int x, int y)
        {
            if (!places.Contains((x - 1, y))) yield return $"M{x} {y}v1";
            if (!places.Contains((x, y - 1))) yield return $"M{x} {y}h1";
            if (!places.Contains((x + 1, y))) yield return $"M{x + 1} {y}v1";
            if (!places.Contains((x, y + 1))) yield return $"M{x} {y + 1}h1";
        }
    }

    private static IEnumerable<string[]> Lines(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Engagement/{name}.csv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(l => l.Split(','))];
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
