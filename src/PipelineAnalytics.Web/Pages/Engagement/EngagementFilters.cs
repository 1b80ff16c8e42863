using System.Globalization;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>What the page shows: the choices of its address, and what holds where none was made.</summary>
/// <param name="Semaine">The week of the map.</param>
/// <param name="Indicateur">Of the map, and of the lines per structure and type.</param>
/// <param name="Indicateurs">Side by side, in the order of the catalog.</param>
/// <param name="Regions">The map shows regions, and not departments.</param>
/// <param name="Taux">The map shows shares of « 2 mois », and not counts.</param>
public sealed record EngagementFilters(
    DateOnly Du, DateOnly Au, DateOnly Semaine, string? Structure, string? Type, Indicateur Indicateur, IReadOnlyList<Indicateur> Indicateurs,
    bool Regions, bool Taux, string? Departement, string? Region)
{
    /// <summary>Weeks that are shown when no period was chosen.</summary>
    public const int UsualWeeks = 52;

    /// <summary>The chosen department or region; null for none.</summary>
    public string? Territoire => Departement ?? Region;

    /// <summary>As the questions ask for them.</summary>
    public IReadOnlyDictionary<string, string?> Given => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["du"] = Iso(Du),
        ["au"] = Iso(Au),
        ["semaine"] = Iso(Semaine),
        ["structure"] = Structure,
        ["type"] = Type,
        ["indicateur"] = Indicateur.Code,
        ["maille"] = Regions ? "region" : "departement",
        ["departement"] = Departement,
        ["region"] = Region,
    };

    /// <param name="weeks">Published, the last one first; at least one.</param>
    /// <param name="populations">The structures and types that there are.</param>
    /// <exception cref="QuestionException">A choice cannot be used.</exception>
    public static EngagementFilters Read(EngagementAddress address, IReadOnlyList<DateOnly> weeks, IReadOnlyList<(string Structure, string Type)> populations)
    {
        var au = Week(address, "au") ?? weeks[0];
        var du = Week(address, "du") ?? First(weeks, au, UsualWeeks);
        if (du > au) throw new QuestionException($"du ({Francais.DateCourte(du)}) est après au ({Francais.DateCourte(au)}) : choisissez une première semaine qui ne suit pas la dernière.");
        if (address["departement"] is not null && address["region"] is not null) throw new QuestionException("departement et region ne se choisissent pas ensemble : retirez l'un des deux.");
        return new EngagementFilters(
            du, au, Week(address, "semaine") ?? weeks.FirstOrDefault(w => w <= au, weeks[0]),
            Known(address, "structure", populations.Select(p => p.Structure)), Known(address, "type", populations.Select(p => p.Type)),
            address["indicateur"] is { } code ? Indicateur.Of("indicateur", code) : Indicateur.Actifs, Several(address["indicateurs"]),
            Known(address, "maille", ["departement", "region"]) == "region", Known(address, "mesure", ["nombre", "taux"]) == "taux",
            address["departement"], address["region"]);
    }

    /// <summary>The first of so many published weeks that end with one.</summary>
    public static DateOnly First(IReadOnlyList<DateOnly> weeks, DateOnly au, int count) => weeks.Where(w => w <= au).Take(count).LastOrDefault(au);

    public static string Iso(DateOnly week) => week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Week(EngagementAddress address, string name) =>
        (DateOnly?)new QuestionParameter(name, ParameterType.Semaine, IsOptional: true, "").Read(address[name]);

    private static string? Known(EngagementAddress address, string name, IEnumerable<string> values)
    {
        if (address[name] is not { } value) return null;
        var known = values.Distinct(StringComparer.Ordinal).ToList();
        return known.Contains(value, StringComparer.Ordinal) ? value : throw new QuestionException($"{name} : « {value} » n'existe pas ; il y a : {string.Join(", ", known)}.");
    }

    private static List<Indicateur> Several(string? codes)
    {
        if (codes is null) return [.. Indicateur.Tous.Where(i => i.Code is "deux_mois" or "un_mois" or "actifs")];
        var asked = codes.Split(',').Select(code => Indicateur.Of("indicateurs", code)).ToHashSet();
        return [.. Indicateur.Tous.Where(asked.Contains)];
    }
}
