using System.Globalization;

namespace PipelineAnalytics;

/// <summary>A week, named by its Monday, in the business time zone (spec, <i>Time</i>).</summary>
public readonly record struct Semaine : IComparable<Semaine>
{
    public Semaine(DateOnly lundi)
    {
        if (lundi.DayOfWeek != DayOfWeek.Monday)
        {
            throw PipelineException.Misused(string.Create(CultureInfo.InvariantCulture,
                $"{lundi:yyyy-MM-dd} is a {lundi.DayOfWeek}; a week is named by its Monday: use {Of(lundi).Lundi:yyyy-MM-dd}."));
        }

        Lundi = lundi;
    }

    /// <summary>
    /// The first week that can be published. Not the one before it, whose Monday, 0001-01-01, the driver takes for minus infinity; an
    /// event of that date is an empty field of some program.
    /// </summary>
    public static Semaine Earliest { get; } = new(new DateOnly(1, 1, 8));

    /// <summary>The Monday.</summary>
    public DateOnly Lundi { get; }

    /// <summary>The first day after the week: ranges of dates are half-open.</summary>
    public DateOnly Fin => Lundi.AddDays(7);

    public Semaine Precedente => new(Lundi.AddDays(-7));

    public Semaine Suivante => new(Fin);

    /// <summary>The week that <paramref name="jour"/> belongs to.</summary>
    public static Semaine Of(DateOnly jour) => new(jour.AddDays(-(((int)jour.DayOfWeek + 6) % 7)));

    /// <summary>Reads <c>yyyy-MM-dd</c>; a date that is no Monday is refused, with the Monday named.</summary>
    public static Semaine Parse(string text)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var jour))
        {
            throw PipelineException.Misused($"'{text}' is no date: write a week as its Monday, for example 2025-06-23.");
        }

        var semaine = new Semaine(jour);
        return semaine >= Earliest ? semaine : throw PipelineException.Misused($"{text} is before the first week that can be computed, {Earliest}.");
    }

    public int CompareTo(Semaine other) => Lundi.CompareTo(other.Lundi);

    public static bool operator <(Semaine left, Semaine right) => left.CompareTo(right) < 0;

    public static bool operator >(Semaine left, Semaine right) => left.CompareTo(right) > 0;

    public static bool operator <=(Semaine left, Semaine right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Semaine left, Semaine right) => left.CompareTo(right) >= 0;

    public override string ToString() => Lundi.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
