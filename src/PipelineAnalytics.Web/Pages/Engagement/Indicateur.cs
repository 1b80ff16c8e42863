using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>An indicator of the engagement vues.</summary>
/// <param name="Code">In addresses, and the name of its column in answers.</param>
/// <param name="Definition">What makes a user be counted, as the vues' own comments say it.</param>
public sealed record Indicateur(string Code, string Nom, string Definition)
{
    public static Indicateur DeuxMois { get; } = new("deux_mois", "2 mois", "au moins un événement dans les deux mois qui précèdent le lundi, ou dans la semaine");

    public static Indicateur Actifs { get; } = new("actifs", "Actifs", "des événements au moins 2 jours distincts de la semaine");

    public static IReadOnlyList<Indicateur> Tous { get; } =
    [
        DeuxMois,
        new("un_mois", "1 mois", "au moins un événement dans le mois qui précède le lundi, ou dans la semaine"),
        Actifs,
        new("deux_evenements", "2 événements", "au moins 2 événements dans la semaine"),
        new("trois_sur_six", "3 sur 6", "actifs au moins 3 des 6 dernières semaines, celle-ci comprise"),
        new("quatre_sur_six", "4 sur 6", "actifs au moins 4 des 6 dernières semaines, celle-ci comprise"),
    ];

    /// <exception cref="QuestionException">There is none of that code.</exception>
    public static Indicateur Of(string parameter, string code) => Tous.FirstOrDefault(i => i.Code == code)
        ?? throw new QuestionException($"{parameter} : « {code} » n'est pas un indicateur ; il y a : {string.Join(", ", Tous.Select(i => i.Code))}.");
}
