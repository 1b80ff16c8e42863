namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>
/// The classes that a map's values fall in: six with about as many territories each, so that one large city does not leave all others
/// in one colour. Their limits are rounded, to be read; where values are few or alike there are fewer classes.
/// </summary>
/// <param name="Limites">Where each class but the first begins, ascending.</param>
public sealed record Echelle(IReadOnlyList<double> Limites)
{
    /// <summary>As many as the style sheet has colours.</summary>
    public const int MostClasses = 6;

    public int Classes => Limites.Count + 1;

    /// <param name="step">The smallest difference that is shown: 1 of counts, 0.1 of rates.</param>
    public static Echelle Of(IEnumerable<double> values, double step)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0) return new Echelle([]);
        var limits = Enumerable.Range(1, MostClasses - 1).Select(k => Round(sorted[sorted.Count * k / MostClasses], step)).Distinct();
        return new Echelle([.. limits.Where(l => l > sorted[0] && l <= sorted[^1])]);
    }

    /// <summary>From 0; fewer classes than colours are spread over all colours, so that the largest is always the strongest.</summary>
    public int Couleur(double value) => Couleur(Limites.Count(l => value >= l));

    /// <summary>Each class's colour and its words.</summary>
    public IEnumerable<(int Couleur, string Texte)> Legende(Func<double, string> show) => Enumerable.Range(0, Classes).Select(i => (Couleur(i), Classes switch
    {
        1 => "toutes les valeurs",
        _ when i == 0 => $"moins de {show(Limites[0])}",
        _ when i == Limites.Count => $"{show(Limites[^1])} et plus",
        _ => $"de {show(Limites[i - 1])} à moins de {show(Limites[i])}",
    }));

    private int Couleur(int place) => Classes == 1 ? MostClasses / 2 : (int)Math.Round((MostClasses - 1) * (double)place / (Classes - 1), MidpointRounding.AwayFromZero);

    /// <summary>To two digits, but never finer than what is shown.</summary>
    private static double Round(double value, double step)
    {
        var digits = value <= 0 ? step : Math.Max(step, Math.Pow(10, Math.Floor(Math.Log10(value)) - 1));
        return Math.Round(Math.Round(value / digits) * digits, 1);
    }
}
