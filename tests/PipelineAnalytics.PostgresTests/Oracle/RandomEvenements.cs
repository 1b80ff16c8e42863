using FsCheck;
using FsCheck.Fluent;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>
/// Events come as small stories, because independent events almost never make anyone active three weeks of six.
/// Ids are given at the end: here they are 0.
/// </summary>
public sealed class RandomEvenements(Moments moments)
{
    private sealed record Qui(string? Id, string? Type, string? Structure);

    public static IReadOnlyList<string> IdsJeunes { get; } = ["j1", "j2", "j3", "j4", "j5", "j6", "deux-tables"];

    public static IReadOnlyList<string> IdsConseillers { get; } = ["c1", "c2", "c3", "c4", "deux-tables"];

    // The first value of each is the common one, so that groups have several users.
    private static readonly Gen<string?> Structure = Often(
        "MILO", "MILO_PACEA", "MILO_PACEA", "POLE_EMPLOI", "PASS_EMPLOI", "NON RENSEIGNE", "", null);

    private static readonly Gen<string?> Categorie = Often("Offre", "Démarche", "", null);
    private static readonly Gen<string?> Action = Often("Consultation", "Création", "", null);

    // What a delimiter, a quote or an escape that is not respected would break.
    private static readonly Gen<string?> Nom = Often(
        "Détail", "l'été \"à\" Noël", "De\u0301tail", "une\ttabulation", "barre\\oblique \\N", "deux\nlignes\r", "\\.", "", null);

    private static readonly Gen<string?> Code = Gen.Elements("EVT_1", "EVT;2", null);

    /// <summary>A jeune most often says so; not always, and some are nobody that the mirror knows.</summary>
    private static Gen<Qui> Personne => Gen.Frequency(
        (6, from id in Gen.Elements<string>(IdsJeunes) from structure in Structure select new Qui(id, "JEUNE", structure)),
        (3, from id in Gen.Elements<string>(IdsConseillers) from structure in Structure select new Qui(id, "CONSEILLER", structure)),
        (3, from id in Gen.Elements("j1", "j2", "c1", "deux-tables", "inconnu", "", null)
            from type in Gen.Elements("JEUNE", "CONSEILLER", "SUPPORT", "NON RENSEIGNE", "", null)
            from structure in Structure
            select new Qui(id, type, structure)));

    public Gen<IReadOnlyList<RawEvenement>> Story => Gen.Frequency((4, Habit), (3, Single), (1, Tie));

    /// <summary>Someone who comes some days of each of the six weeks to a Monday, and may change structure on the way.</summary>
    private Gen<IReadOnlyList<RawEvenement>> Habit =>
        from qui in Personne
        from later in Structure
        from move in Gen.Elements(0, 0, 0, 1, 2, 3, 5)
        from monday in moments.Monday
        from weeks in Gen.CollectToList(
            Enumerable.Range(0, 6),
            back => Week(back < move ? qui with { Structure = later } : qui, monday.AddDays(-7 * back)))
        select (IReadOnlyList<RawEvenement>)[.. weeks.SelectMany(week => week)];

    /// <summary>Two or three acts most often: on two days he is active, twice the same day he is not.</summary>
    private Gen<List<RawEvenement>> Week(Qui qui, DateOnly monday) =>
        from acts in Gen.Elements(0, 1, 2, 2, 2, 3)
        from evenements in Gen.ListOf(
            from day in Gen.Choose(0, 6) from moment in moments.During(monday.AddDays(day)) from e in Act(qui, moment) select e, acts)
        select evenements;

    private Gen<IReadOnlyList<RawEvenement>> Single =>
        from qui in Personne
        from moment in Gen.Frequency(
            (9, moments.Any.Select(moment => (DateTimeOffset?)moment)), (1, Gen.Constant<DateTimeOffset?>(null)))
        from evenement in Act(qui, moment)
        select (IReadOnlyList<RawEvenement>)[evenement];

    /// <summary>The same act twice or three times at the same microsecond: only ids tell them apart, and each counts.</summary>
    private Gen<IReadOnlyList<RawEvenement>> Tie =>
        from single in Single
        from times in Gen.Choose(2, 3)
        select (IReadOnlyList<RawEvenement>)[.. Enumerable.Repeat(single[0], times)];

    private static Gen<RawEvenement> Act(Qui qui, DateTimeOffset? moment) =>
        from categorie in Categorie
        from action in Action
        from nom in Nom
        from code in Code
        select new RawEvenement(0, categorie, action, nom, code, qui.Id, qui.Type, qui.Structure, moment);

    private static Gen<string?> Often(string common, params string?[] others)
        => Gen.Frequency((2, Gen.Constant<string?>(common)), (1, Gen.Elements(others)));
}
