namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>How large the demo's production database is, and when it is "now" there.</summary>
/// <param name="Maintenant">
/// The demo's clock: the last moment at which something can have happened. Its local day, in Europe/Paris, is the current, incomplete one.
/// </param>
/// <param name="Evenements">Number of rows of <c>evenement_engagement_hebdo</c>, exactly.</param>
/// <param name="Semaines">Complete weeks of history: the first event falls on the Monday this many weeks before the current week's.</param>
public sealed record DemoSize(DateTimeOffset Maintenant, int Evenements = 300_000, int Semaines = 26)
{
    private const int EvenementsParUtilisateur = 30;

    /// <summary>Jeunes and conseillers together. Bounded, so that memory is; never so few that the vues look empty.</summary>
    internal int Utilisateurs => Math.Clamp(Evenements / EvenementsParUtilisateur, 400, 150_000);

    internal void Verify()
    {
        if (Evenements < 1 || Semaines is < 1 or > 520)
        {
            throw PipelineException.Misused($"A demo has 1 event or more over 1 to 520 weeks, not {Evenements} over {Semaines}.");
        }
    }
}
