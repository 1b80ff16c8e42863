namespace PipelineAnalytics.Host.Demo.Source;

internal sealed record Region(string Code, string Nom);

/// <param name="Population">Thousands of people, rounded: a weight, no statistic.</param>
internal sealed record Departement(string Code, string Nom, Region Region, string ChefLieu, double Population);

/// <param name="Structure">Its network: MILO, POLE_EMPLOI, CONSEIL_DEPT.</param>
internal sealed record Agence(string Id, string Nom, Departement Departement, string Structure, string CodePostal, double Poids);

/// <summary>France: its 18 regions, its 101 departments, and agencies in every one of them, more where more people live.</summary>
internal sealed class Geographie
{
    /// <summary>One more agency for each so many thousands of people.</summary>
    private const int PopulationParAgence = 600;

    /// <summary>Large departments run a programme of their own.</summary>
    private const int PopulationConseilDept = 1200;

    private static readonly string[] Quartiers = ["", " Nord", " Sud", " Est", " Ouest"];

    private readonly Dictionary<string, WeightedChoice<Agence>> _byNetwork;

    public Geographie()
    {
        Regions = [.. EmbeddedText.ReadCsv("regions.csv").Select(cells => new Region(cells[0], cells[1]))];
        var regions = Regions.ToDictionary(region => region.Code);
        Departements = [.. EmbeddedText.ReadCsv("departements.csv").Select(cells =>
            new Departement(cells[0], cells[1], regions[cells[2]], cells[3], EmbeddedText.Number(cells[4])))];
        Agences = [.. Departements.SelectMany(AgencesOf)];
        _byNetwork = Agences.GroupBy(agence => agence.Structure)
            .ToDictionary(network => network.Key, network => new WeightedChoice<Agence>(network.Select(agence => (agence, agence.Poids))));
    }

    public IReadOnlyList<Region> Regions { get; }

    public IReadOnlyList<Departement> Departements { get; }

    public IReadOnlyList<Agence> Agences { get; }

    /// <summary>An agency for a conseiller of this structure.</summary>
    public Agence PickAgence(string structure, ref SeededRandom random) =>
        _byNetwork[structure == Structures.ConseilDept ? structure : Structures.Reseau(structure)].Pick(ref random);

    /// <summary>The department's first local mission.</summary>
    public Agence MissionLocale(Departement departement) =>
        Agences.First(agence => agence.Departement == departement && agence.Structure == Structures.ReseauMilo);

    private static IEnumerable<Agence> AgencesOf(Departement departement)
    {
        var count = Math.Min(1 + (int)(departement.Population / PopulationParAgence), Quartiers.Length);
        for (var i = 0; i < count; i++)
        {
            var ville = departement.ChefLieu + Quartiers[i];
            yield return Make("ML", i, "Mission Locale " + ville, Structures.ReseauMilo);
            yield return Make("FT", i, "Agence France Travail " + ville, Structures.ReseauFranceTravail);
        }

        if (departement.Population >= PopulationConseilDept)
            yield return Make("CD", 0, "Maison des solidarités " + departement.ChefLieu, Structures.ConseilDept);

        Agence Make(string prefix, int i, string nom, string structure) => new(
            $"{prefix}-{departement.Code}-{i + 1}", nom, departement, structure, CodePostal(departement.Code), departement.Population / count);
    }

    /// <summary>The department's first postcode: 75000, 97100; Corsica kept the 20 that it had before it was split.</summary>
    private static string CodePostal(string code) => code switch
    {
        "2A" => "20000",
        "2B" => "20200",
        _ => code.PadRight(5, '0'),
    };
}
