using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Fonctionnalites;

/// <summary>What the page's address chooses. Categories, actions and the like are as <see cref="Valeur"/> spells them; null, all of them.</summary>
/// <param name="Semaine">The week that is shown.</param>
/// <param name="EstDonnee">Whether the address names the week; else it is the last one, and its links stay without it.</param>
/// <param name="Courbe">What the chart draws.</param>
/// <param name="Semaines">How many weeks the chart draws.</param>
public sealed record Selection(DateOnly Semaine, bool EstDonnee, string? Structure, string? Type, string? Categorie, string? Action, Courbe Courbe, int Semaines)
{
    public const int SemainesParDefaut = 26;

    private static readonly Question Evolution = QuestionCatalog.Of("fonctionnalites_evolution");

    /// <param name="address">The parameters of the address; an empty one is one left out, as forms send it.</param>
    /// <param name="last">The last week that there is.</param>
    /// <exception cref="QuestionException">A value cannot be used.</exception>
    public static Selection Read(Func<string, string?> address, DateOnly last)
    {
        string? Given(string name) => address(name) is { Length: > 0 } text ? text : null;
        object? Read(string name) => Given(name) is { } text ? Evolution.Parameter(name).Read(text) : null;
        var week = (DateOnly?)Read("semaine");
        var weeks = (int?)Read("semaines") ?? SemainesParDefaut;
        var (category, action) = (Given("categorie"), Given("action"));
        if (action is not null && category is null) throw new QuestionException("action : une action se choisit dans une catégorie ; donnez aussi categorie, ou retirez action.");
        return new Selection(week ?? last, week is not null, Given("structure"), Given("type"), category, action, Courbe.Of(Given("courbes")), weeks);
    }

    /// <summary>What a line of the level is.</summary>
    public string Niveau => Categorie is null ? "Catégorie" : Action is null ? "Action" : "Nom";

    /// <summary>The page's name for the level: the way to it.</summary>
    public string Titre => (Categorie, Action) switch
    {
        (null, _) => "Catégories",
        ({ } category, null) => $"Actions de « {Valeur.Libelle(category)} »",
        ({ } category, { } action) => $"Noms de « {Valeur.Libelle(category)} › {Valeur.Libelle(action)} »",
    };

    /// <summary>How exact the numbers of users are; null where they are.</summary>
    public string? Reserve => (Structure, Type) switch
    {
        (null, null) => "somme des structures et des types d'utilisateur",
        (null, _) => "somme des structures",
        (_, null) => "somme des types d'utilisateur",
        _ => null,
    };

    public string Adresse => QueryHelpers.AddQueryString("/fonctionnalites", new Dictionary<string, string?>
    {
        ["semaine"] = EstDonnee ? Iso(Semaine) : null,
        ["structure"] = Structure,
        ["type"] = Type,
        ["categorie"] = Categorie,
        ["action"] = Action,
        ["courbes"] = Courbe == Courbe.Toutes[0] ? null : Courbe.Code,
        ["semaines"] = Semaines == SemainesParDefaut ? null : Semaines.ToString(CultureInfo.InvariantCulture),
    }.Where(p => p.Value is not null));

    /// <summary>The level below a line; null for a name, which has none.</summary>
    public string? AdresseDe(string code) => (Categorie, Action) switch
    {
        (null, _) => (this with { Categorie = code }).Adresse,
        (_, null) => (this with { Action = code }).Adresse,
        _ => null,
    };

    /// <summary>For the questions, which all go by these names.</summary>
    /// <param name="population">Null, everybody.</param>
    public Dictionary<string, string?> Parametres(string? population, int weeks) => new(StringComparer.Ordinal)
    {
        ["semaine"] = Iso(Semaine),
        ["semaines"] = weeks.ToString(CultureInfo.InvariantCulture),
        ["population"] = population,
        ["structure"] = Structure,
        ["type"] = Type,
        ["categorie"] = Categorie,
        ["action"] = Action,
    };

    public static string Iso(DateOnly week) => week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the chart can draw.</summary>
/// <param name="Code">In the address.</param>
/// <param name="Population">As the question takes it; null, everybody.</param>
/// <param name="Colonne">Of the question's answer.</param>
public sealed record Courbe(string Code, string Titre, string? Population, string Colonne, string Unite)
{
    /// <summary>The first one is drawn when the address does not say.</summary>
    public static IReadOnlyList<Courbe> Toutes { get; } =
    [
        new("evenements", "Événements", null, "nb_ae", "événements"),
        new("utilisateurs", "Utilisateurs", null, "nb_users", "utilisateurs"),
        new("evenements-demarches-ia", "Événements, DEMARCHES_IA", "demarches_ia", "nb_ae", "événements"),
        new("utilisateurs-demarches-ia", "Utilisateurs, DEMARCHES_IA", "demarches_ia", "nb_users", "utilisateurs"),
    ];

    public bool Additionnable => Colonne == "nb_ae";

    public static Courbe Of(string? code) => code is null ? Toutes[0] : Toutes.FirstOrDefault(c => c.Code == code)
        ?? throw new QuestionException($"courbes : « {code} » n'existe pas ; il y a : {string.Join(", ", Toutes.Select(c => c.Code))}.");
}
