namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>When somebody uses the app, and how much.</summary>
/// <param name="Arrivee">The first week, counted from the demo's first one; negative: was there before.</param>
/// <param name="Depart">The week after the last.</param>
/// <param name="Poids">How much, compared with others.</param>
/// <param name="Regularite">In what share of the weeks, 0 to 1.</param>
internal readonly record struct Assiduite(int Arrivee, int Depart, double Poids, double Regularite)
{
    private const int Curiosite = 3;

    /// <summary>Draws one: of two people one was there before, of three one leaves, and a few use the app all the time.</summary>
    public static Assiduite Draw(int semaines, double stays, ref SeededRandom random)
    {
        var arrivee = random.Chance(0.55) ? -1 - random.Below(52) : random.Below(semaines + 1);
        var first = Math.Max(arrivee, 0);
        var depart = random.Chance(stays) ? semaines + 1 : first + 1 + random.Below(semaines + 1 - first);
        var poids = random.HeavyTail(most: 40);
        // Those who use it much use it often.
        var regularite = Math.Min(0.95, 0.15 + 0.6 * random.Fraction() + 0.03 * poids);
        return new Assiduite(arrivee, depart, poids, regularite);
    }

    /// <summary>The weight in a week: none when away, more in the first weeks.</summary>
    public double PoidsEn(int semaine, int personne)
    {
        if (semaine < Arrivee || semaine >= Depart) return 0;
        var week = new SeededRandom(((ulong)personne << 16) ^ (ulong)semaine);
        if (!week.Chance(Regularite)) return 0;
        var eager = semaine - Arrivee < Curiosite ? 2.0 : 1.0;
        return Poids * eager * (0.4 + 1.2 * week.Fraction());
    }
}
