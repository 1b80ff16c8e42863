namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>The programmes that users belong to. The stored spelling is the constant's value.</summary>
internal static class Structures
{
    public const string Milo = "MILO";

    /// <summary>Said by events only: a jeune is MILO, and his dispositif tells.</summary>
    public const string MiloPacea = "MILO_PACEA";

    public const string ConseilDept = "CONSEIL_DEPT";

    /// <summary>The team's own accounts, which the fonctionnalités vues leave out.</summary>
    public const string PassEmploi = "PASS_EMPLOI";

    /// <summary>The two networks of agencies, and of features: local missions, and France Travail for all others.</summary>
    public const string ReseauMilo = Milo, ReseauFranceTravail = "POLE_EMPLOI";

    /// <summary>Each programme as often as it has users.</summary>
    public static readonly WeightedChoice<string> All = new(
    [
        (Milo, 46),
        ("POLE_EMPLOI", 25),
        ("POLE_EMPLOI_BRSA", 11),
        ("POLE_EMPLOI_AIJ", 6),
        ("AVENIR_PRO", 5),
        (ConseilDept, 5),
        (PassEmploi, 1.5),
    ]);

    public static string Reseau(string structure) => structure == Milo ? ReseauMilo : ReseauFranceTravail;
}
