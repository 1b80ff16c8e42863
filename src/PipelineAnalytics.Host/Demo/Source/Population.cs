namespace PipelineAnalytics.Host.Demo.Source;

/// <param name="Email">Null, at times: then no feature flip can be about this conseiller.</param>
/// <param name="Agence">Null, at times: then his events have no geography, nor have those of his jeunes.</param>
internal sealed record Conseiller(
    string Id, Nom Nom, string? Email, string Structure, Agence? Agence, bool DemarchesIa, Assiduite Assiduite);

/// <param name="Initial">The conseiller before a transfer; most have none.</param>
internal sealed record Jeune(
    string Id, Nom Nom, string Structure, bool Pacea, Conseiller? Conseiller, Conseiller? Initial, DateOnly Naissance, Assiduite Assiduite)
{
    public string Dispositif => Pacea ? "PACEA" : "CEJ";

    /// <summary>The spec's rule: one of the conseillers, current or initial, has the feature.</summary>
    public bool DemarchesIa => Conseiller?.DemarchesIa == true || Initial?.DemarchesIa == true;
}

/// <summary>Everybody: conseillers with their agency, jeunes with their conseiller, and those whose account is closed.</summary>
internal sealed class Population
{
    private const double PartConseillers = 0.07, PartComptesClos = 0.012;

    public Population(DemoSize size, Geographie geographie, ref SeededRandom random)
    {
        var conseillers = (int)(size.Utilisateurs * PartConseillers);
        Conseillers = new List<Conseiller>(conseillers);
        for (var i = 0; i < conseillers; i++) Conseillers.Add(DrawConseiller(i, size, geographie, ref random));

        var picker = new PortefeuillePicker(Conseillers, ref random);
        Jeunes = new List<Jeune>(size.Utilisateurs - conseillers);
        for (var i = conseillers; i < size.Utilisateurs; i++) Jeunes.Add(DrawJeune(size, picker, ref random));

        ComptesClos = new List<Jeune>();
        for (var i = 0; i < (int)(size.Utilisateurs * PartComptesClos); i++) ComptesClos.Add(DrawJeune(size, picker, ref random));
    }

    public List<Conseiller> Conseillers { get; }

    public List<Jeune> Jeunes { get; }

    /// <summary>Their events are there, they are in <c>archive_jeune</c> and no longer in <c>jeune</c>: unknown users for the pipeline.</summary>
    public List<Jeune> ComptesClos { get; }

    private static Conseiller DrawConseiller(int i, DemoSize size, Geographie geographie, ref SeededRandom random)
    {
        var (structure, agence) = DrawAgence(i, size, geographie, ref random);
        var nom = Nom.Draw(ref random);
        var email = random.Chance(0.02) ? null : nom.Email(i);
        var franceTravail = Structures.Reseau(structure) == Structures.ReseauFranceTravail;
        return new Conseiller(random.Uuid(), nom, email, structure, agence,
            DemarchesIa: email is not null && random.Chance(franceTravail ? 0.2 : 0.02),
            Assiduite.Draw(size.Semaines, stays: 0.9, ref random));
    }

    private static (string Structure, Agence? Agence) DrawAgence(int i, DemoSize size, Geographie geographie, ref SeededRandom random)
    {
        // A map with holes looks broken: in a demo of some size, the first conseillers are sent one to each department.
        if (i < geographie.Departements.Count && size.Utilisateurs * PartConseillers > 4 * geographie.Departements.Count)
            return (Structures.Milo, geographie.MissionLocale(geographie.Departements[i]));

        var structure = Structures.All.Pick(ref random);
        var none = structure == Structures.PassEmploi || random.Chance(0.02);
        return (structure, none ? null : geographie.PickAgence(structure, ref random));
    }

    private static Jeune DrawJeune(DemoSize size, PortefeuillePicker picker, ref SeededRandom random)
    {
        var structure = Structures.All.Pick(ref random);
        var conseiller = random.Chance(0.02) ? null : picker.Pick(structure, ref random);
        var moved = random.Chance(0.08);
        var initial = moved ? picker.Pick(structure, ref random) : null;
        var age = TimeSpan.FromDays(16 * 365 + random.Below(10 * 365));
        return new Jeune(random.Uuid(), Nom.Draw(ref random), structure, structure == Structures.Milo && random.Chance(0.3),
            conseiller, initial, DateOnly.FromDateTime(size.Maintenant.UtcDateTime - age),
            Assiduite.Draw(size.Semaines, stays: 0.65, ref random));
    }

    /// <summary>Who accompanies a jeune of a structure: some conseillers have far more jeunes than others.</summary>
    private sealed class PortefeuillePicker
    {
        private readonly Dictionary<string, WeightedChoice<Conseiller>> _byStructure;

        public PortefeuillePicker(List<Conseiller> conseillers, ref SeededRandom random)
        {
            var sized = new List<(Conseiller Who, double Size)>(conseillers.Count);
            foreach (var conseiller in conseillers) sized.Add((conseiller, random.HeavyTail(most: 5)));
            _byStructure = sized.GroupBy(one => one.Who.Structure)
                .ToDictionary(group => group.Key, group => new WeightedChoice<Conseiller>(group));
        }

        public Conseiller? Pick(string structure, ref SeededRandom random) =>
            _byStructure.TryGetValue(structure, out var choice) ? choice.Pick(ref random) : null;
    }
}
