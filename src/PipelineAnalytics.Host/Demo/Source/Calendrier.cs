namespace PipelineAnalytics.Host.Demo.Source;

/// <param name="Semaine">Counted from the demo's first week.</param>
/// <param name="Evenements">How many events happen on that day.</param>
/// <param name="PartConseillers">The share of them, 0 to 1, that conseillers make.</param>
internal readonly record struct Jour(DateOnly Date, int Semaine, int Evenements, double PartConseillers);

/// <summary>
/// The rhythm of the days: working days, week-ends, public holidays, August and Christmas, and an app that grows. It shares out the
/// events: the days' numbers add up to the size asked for. All dates are local ones, in Europe/Paris.
/// </summary>
internal sealed class Calendrier
{
    private const double PartConseillers = 0.24, CroissanceAnnuelle = 0.4;

    // Sunday first, as DayOfWeek counts.
    private static readonly double[] RythmeJeunes = [0.28, 1.10, 1.15, 1.00, 1.05, 0.90, 0.38];
    private static readonly double[] RythmeConseillers = [0.01, 1.05, 1.15, 0.90, 1.10, 0.85, 0.03];

    /// <summary>Public holidays with a date of their own, as month and day.</summary>
    private static readonly HashSet<(int, int)> Feries = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

    public Calendrier(DemoSize size)
    {
        var maintenant = Horloge.Local(size.Maintenant);
        var aujourdhui = DateOnly.FromDateTime(maintenant);
        Debut = Semaine.Of(aujourdhui).Lundi.AddDays(-7 * size.Semaines);
        var jours = aujourdhui.DayNumber - Debut.DayNumber + 1;
        var weights = new (double Jeunes, double Conseillers)[jours];
        for (var i = 0; i < jours; i++) weights[i] = Weights(Debut.AddDays(i), i);

        // The current day has only had its first hours.
        weights[^1].Jeunes *= Horloge.Elapsed(maintenant.TimeOfDay, conseiller: false);
        weights[^1].Conseillers *= Horloge.Elapsed(maintenant.TimeOfDay, conseiller: true);
        Jours = Share(size.Evenements, weights);
    }

    /// <summary>The first Monday.</summary>
    public DateOnly Debut { get; }

    /// <summary>Every day up to the current one, in order.</summary>
    public IReadOnlyList<Jour> Jours { get; }

    private List<Jour> Share(int evenements, (double Jeunes, double Conseillers)[] weights)
    {
        var all = weights.Sum(weight => weight.Jeunes + weight.Conseillers);
        var jours = new List<Jour>(weights.Length);
        var soFar = 0.0;
        var given = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var ofDay = weights[i].Jeunes + weights[i].Conseillers;
            soFar += ofDay;
            var upTo = i == weights.Length - 1 ? evenements : (int)(evenements * (soFar / all));
            jours.Add(new Jour(Debut.AddDays(i), i / 7, upTo - given, ofDay > 0 ? weights[i].Conseillers / ofDay : 0));
            given = upTo;
        }

        return jours;
    }

    private static (double Jeunes, double Conseillers) Weights(DateOnly jour, int index)
    {
        var weather = new SeededRandom((ulong)jour.DayNumber);
        var volume = (0.94 + 0.12 * weather.Fraction()) * (1 + CroissanceAnnuelle * index / 365);
        var (jeunes, conseillers) = Season(jour);
        if (Feries.Contains((jour.Month, jour.Day))) (jeunes, conseillers) = (jeunes * 0.45, conseillers * 0.03);
        return (volume * jeunes * (1 - PartConseillers) * RythmeJeunes[(int)jour.DayOfWeek],
            volume * conseillers * PartConseillers * RythmeConseillers[(int)jour.DayOfWeek]);
    }

    private static (double Jeunes, double Conseillers) Season(DateOnly jour) => (jour.Month, jour.Day) switch
    {
        (8, <= 24) => (0.55, 0.40),
        (8, _) => (0.75, 0.70),
        (7, >= 14) => (0.80, 0.70),
        (12, >= 22) or (1, <= 2) => (0.45, 0.25),
        (9, _) => (1.15, 1.10),
        _ => (1, 1),
    };
}
