using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace PipelineAnalytics.Web.Pages.Executions;

/// <summary>Which runs are listed, as the address says.</summary>
/// <param name="Since">A Monday, ISO.</param>
/// <param name="Before">Only runs of a smaller number: the next page.</param>
public sealed record RunFilter(string? Verb, string? State, string? Since, string? Before)
{
    /// <summary>Runs of a page.</summary>
    public const int Size = 25;

    public bool IsFirstPage => string.IsNullOrEmpty(Before);

    public Dictionary<string, string?> Given => new(StringComparer.Ordinal) { ["travail"] = Verb, ["etat"] = State, ["depuis"] = Since, ["avant"] = Before };

    public string Address() => QueryHelpers.AddQueryString("/executions", Given.Where(g => !string.IsNullOrEmpty(g.Value)));

    /// <summary>The periods to choose from, as their first Mondays, and the one that was chosen where it is none of them.</summary>
    public IEnumerable<(string Value, string Text)> Periods(BusinessClock clock)
    {
        (string Value, string Text)[] usual = [(Back(clock, 4), "4 dernières semaines"), (Back(clock, 13), "3 derniers mois"), (Back(clock, 52), "52 dernières semaines")];
        if (string.IsNullOrEmpty(Since) || usual.Any(u => u.Value == Since)) return usual;
        return DateOnly.TryParseExact(Since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? [.. usual, (Since, $"depuis le {Francais.Date(day)}")] : usual;
    }

    private static string Back(BusinessClock clock, int weeks) => new Semaine(clock.CurrentSemaine.Lundi.AddDays(-7 * weeks)).ToString();
}
