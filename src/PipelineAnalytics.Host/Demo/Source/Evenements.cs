namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>A row of <c>evenement_engagement_hebdo</c>.</summary>
/// <param name="Date">In UTC, whole microseconds: what PostgreSQL keeps.</param>
internal readonly record struct Evenement(
    int Id, DateTime Date, Fonctionnalite Fonctionnalite, string? IdUtilisateur, string? TypeUtilisateur, string? Structure);

/// <summary>
/// What happened, in the order in which it was committed. Memory is for the users and for one day's events. As in
/// production, neither ids nor dates are in that order: see <see cref="Journee"/> for the small disorder and <see cref="Generate"/>
/// for the large.
/// </summary>
internal sealed class Evenements(DemoSize size, Population population)
{
    private readonly Acteur[] _acteurs =
    [
        .. population.Conseillers.Select(Acteur.Of),
        .. population.Jeunes.Select(Acteur.Of),
        .. population.ComptesClos.Select(Acteur.Of),
    ];

    private readonly Fonctionnalites _fonctionnalites = new();

    public IEnumerable<Evenement> Generate(SeededRandom random)
    {
        var calendrier = new Calendrier(size);
        var journee = new Journee(size.Maintenant.UtcDateTime, _fonctionnalites, random);
        var left = size.Evenements;
        Evenement? uncommitted = null;
        Presents? presents = null;
        foreach (var (i, jour) in calendrier.Jours.Index())
        {
            if (i % 7 == 0) presents = new Presents(_acteurs, jour.Semaine);
            foreach (var evenement in journee.Generate(jour, presents!))
            {
                left--;
                if (uncommitted is null && i >= calendrier.Jours.Count - 3 && left > 1)
                    // A transaction that stays open for days: its id and its date are old, its row comes last.
                    uncommitted = evenement;
                else if (left == 0 && size.Evenements > 1)
                    // A telephone that had no network for six days: the id is new, the date is old.
                    yield return evenement with { Date = evenement.Date.AddDays(-6) };
                else
                    yield return evenement;
            }
        }

        if (uncommitted is { } late) yield return late;
    }
}
