namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Something that the app lets its users do, as the events name it: all four names may be missing.</summary>
/// <param name="Reseau">Only users of this network have it; null: everybody.</param>
/// <param name="FeatureTag">Only users with this feature have it; null: everybody.</param>
internal sealed record Fonctionnalite(
    string? Categorie, string? Action, string? Nom, string? Code, double PoidsJeune, double PoidsConseiller, string? Reseau, string? FeatureTag);

/// <summary>The catalogue <c>fonctionnalites.csv</c>: what users do, and how often, by kind of user.</summary>
internal sealed class Fonctionnalites
{
    private readonly Dictionary<(bool, string, bool), WeightedChoice<Fonctionnalite>> _choices = [];

    public Fonctionnalites()
    {
        var all = EmbeddedText.ReadCsv("fonctionnalites.csv").Select(Read).ToArray();
        foreach (var conseiller in new[] { false, true })
        {
            foreach (var reseau in new[] { Structures.ReseauMilo, Structures.ReseauFranceTravail })
            {
                _choices[(conseiller, reseau, false)] = Choice(all, conseiller, reseau, demarchesIa: false);
                _choices[(conseiller, reseau, true)] = Choice(all, conseiller, reseau, demarchesIa: true);
            }
        }
    }

    public Fonctionnalite Pick(Acteur acteur, ref SeededRandom random) =>
        _choices[(acteur.Conseiller, Structures.Reseau(acteur.Structure), acteur.DemarchesIa)].Pick(ref random);

    private static WeightedChoice<Fonctionnalite> Choice(Fonctionnalite[] all, bool conseiller, string reseau, bool demarchesIa) => new(
        from one in all
        where (one.Reseau is null || one.Reseau == reseau) && (one.FeatureTag is null || demarchesIa)
        select (one, conseiller ? one.PoidsConseiller : one.PoidsJeune));

    private static Fonctionnalite Read(string[] cells)
    {
        var texts = cells.Select(cell => cell.Length == 0 ? null : cell).ToArray();
        return new Fonctionnalite(texts[0], texts[1], texts[2], texts[3],
            EmbeddedText.Number(cells[4]), EmbeddedText.Number(cells[5]), texts[6], texts[7]);
    }
}
