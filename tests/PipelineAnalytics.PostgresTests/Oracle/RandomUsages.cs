namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>
/// Gives the events of a source the categories, actions and codes that analysts count, in every letter case, among values that
/// only look like them.
/// </summary>
public static class RandomUsages
{
    private static readonly (string? Categorie, string? Action)[] Acts =
    [
        ("Action", "Création"), ("Action", "Creation"), ("Action", "Création bis"), ("Message", "Envoi"), ("Message", "Envoi PJ"), ("Message", "Renvoi"),
        ("Message", "Env%i"), ("Message", "E_voi"), ("Mess%", "Envoi"), ("Rendez-vous", "Consultation"), ("Rendez_vous", "Consultation"), ("Rendez-vous", null),
        ("Offre", "Recherche"), ("Offre", "Détail"), ("Offre", "Détails"), ("Offre", "Favori"), ("Offre", "Postuler"), ("Offre", "%"), ("Off_e", "Postuler"),
        ("Evénement", "Consultation"), ("Evénement", null), ("Événement", "Liste"), ("Evenement", "Liste"), (null, "Création"), ("%", "%"), ("", ""),
    ];

    private static readonly string?[] Codes =
    [
        null, null, null, null, "ACTION_CREEE", "ACTION_CREEE_X", "action_creee_x", "ACTIONXCREEE", "ACTION%CREEE", "ACTION\\_CREEE", "_ACTION_CREEE", "ACTION_CREE", "%", "",
    ];

    public static RawSource On(RawSource rows, int seed)
    {
        // An event's act depends on its id, so that it is the same on every night.
        return rows with { Evenements = [.. rows.Evenements.Select(e => On(e, new Random((seed * 1_000_003) + e.Id)))] };
    }

    public static TwoNights On(TwoNights nights, int seed) => new(On(nights.First, seed), On(nights.Second, seed));

    private static RawEvenement On(RawEvenement e, Random random)
    {
        if (random.Next(4) == 0) return e;
        var (categorie, action) = Acts[random.Next(Acts.Length)];
        return e with { Categorie = InSomeCase(categorie, random), Action = InSomeCase(action, random), Code = InSomeCase(Codes[random.Next(Codes.Length)], random) };
    }

    private static string? InSomeCase(string? text, Random random) => random.Next(4) switch
    {
        0 => text?.ToUpperInvariant(),
        1 => text?.ToLowerInvariant(),
        2 => text is null ? null : string.Concat(text.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c))),
        _ => text,
    };
}
