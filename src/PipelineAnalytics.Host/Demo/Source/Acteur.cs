namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>A user as the app's events see him: an id, a kind, a structure. He need not exist in the tables any more.</summary>
internal sealed record Acteur(string Id, bool Conseiller, string Structure, bool Pacea, bool DemarchesIa, Assiduite Assiduite)
{
    public static Acteur Of(Conseiller conseiller) =>
        new(conseiller.Id, true, conseiller.Structure, false, conseiller.DemarchesIa, conseiller.Assiduite);

    public static Acteur Of(Jeune jeune) =>
        new(jeune.Id, false, jeune.Structure, jeune.Pacea, jeune.DemarchesIa, jeune.Assiduite);

    public string Type => Conseiller ? "CONSEILLER" : "JEUNE";

    /// <summary>
    /// The structure that an event claims. The app and the mirror do not agree on who is PACEA: old versions say MILO of
    /// everybody, and some jeunes have changed since. Putting that right is the pipeline's work.
    /// </summary>
    public string? StructureDeclaree(ref SeededRandom random)
    {
        if (random.Chance(0.006)) return null;
        if (Conseiller || Structure != Structures.Milo) return Structure;
        return random.Chance(Pacea ? 0.6 : 0.04) ? Structures.MiloPacea : Structures.Milo;
    }
}
