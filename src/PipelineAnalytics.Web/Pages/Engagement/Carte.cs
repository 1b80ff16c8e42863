namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>What the map draws for one department or region: its squares, its words, where it leads.</summary>
/// <param name="Etiquette">Over the value: a department's code, a region's short name.</param>
/// <param name="X">Of the label's middle, in squares.</param>
/// <param name="Y">Of the label's middle, in squares.</param>
/// <param name="Couleur">Of the scale; null without data.</param>
public sealed record Zone(string Cle, string Nom, string Etiquette, double X, double Y, IReadOnlyList<Tile> Cases, string Valeur, int? Couleur, bool Choisie)
{
    public string Titre => Couleur is null ? $"{Nom} : aucune donnée" : $"{Nom} : {Valeur}";
}

/// <summary>The map of a week: every territory of the answer is a zone, or is told beside it.</summary>
/// <param name="Inconnus">Stored values that no square stands for.</param>
/// <param name="NonRenseigne">Users without a department or region; null when all have one.</param>
public sealed record Carte(IReadOnlyList<Zone> Zones, Echelle Echelle, IReadOnlyList<Territoire> Inconnus, Territoire? NonRenseigne)
{
    /// <param name="chosen">The key of the chosen territory.</param>
    public static Carte Of(IReadOnlyList<Territoire> territoires, bool regions, bool taux, string? chosen)
    {
        var byKey = territoires.ToDictionary(t => t.Cle, StringComparer.Ordinal);
        var places = regions ? OfRegions() : OfDepartements();
        var echelle = Echelle.Of(places.Select(p => byKey.GetValueOrDefault(p.Cle)?.Valeur).OfType<double>(), taux ? 0.1 : 1);
        var known = places.Select(p => p.Cle).ToHashSet(StringComparer.Ordinal);
        return new Carte(
            [.. places.Select(p => Filled(p, byKey.GetValueOrDefault(p.Cle), echelle, chosen))], echelle,
            [.. territoires.Where(t => t.EstRenseigne && !known.Contains(t.Cle))], byKey.GetValueOrDefault(Territoire.NonRenseigne));
    }

    private static Zone Filled(Zone place, Territoire? territoire, Echelle echelle, string? chosen) => place with
    {
        Valeur = territoire?.Texte ?? "—",
        Couleur = territoire?.Valeur is { } value ? echelle.Couleur(value) : null,
        Choisie = place.Cle == chosen,
    };

    private static List<Zone> OfDepartements() => [.. TileMap.Departements.Select(t => new Zone(t.Code, $"{t.Nom} ({t.Code})", t.Code, t.Colonne + 0.5, t.Ligne + 0.5, [t], "", null, Choisie: false))];

    private static List<Zone> OfRegions() => [.. TileMap.Regions.Select(r => new Zone(
        r.Nom, r.Nom, r.Abrege, r.Colonne + 0.5, r.Ligne + 0.5, [.. TileMap.Departements.Where(t => t.Region == r.Nom)], "", null, Choisie: false))];
}
