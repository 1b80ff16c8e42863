using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Executions;

/// <summary>States as people read them: of runs, of nights, of a night's steps. The stored word, a sign, the word shown.</summary>
public static class RunWords
{
    private static readonly Dictionary<string, (string Symbol, string Word)> States = new(StringComparer.Ordinal)
    {
        ["reussie"] = ("✓", "réussie"),
        ["echouee"] = ("✗", "échouée"),
        ["interrompue"] = ("■", "interrompue"),
        ["en_cours"] = ("▸", "en cours"),
        ["court"] = ("▸", "en cours"),
        ["attend"] = ("…", "en attente"),
    };

    /// <summary>Those that a run may have, for the filter.</summary>
    public static IEnumerable<(string Value, string Text)> Choices => QuestionCatalog.Of("executions_liste").Parameter("etat").Choices.Select(s => (s, Of(s).Word));

    /// <summary>A word that is not ours is shown as it is.</summary>
    public static (string Symbol, string Word) Of(string state) => States.GetValueOrDefault(state, ("?", state));

}

/// <summary>A duration beside the usual one of its job.</summary>
public static class Habit
{
    /// <summary>Within a quarter more or a fifth less nobody sees a difference.</summary>
    private const double Less = 0.8, More = 1.25;

    /// <summary>How many times the usual the drawing is long.</summary>
    public const double Longest = 3;

    /// <param name="running">It goes on: that it has lasted less than usual says nothing yet.</param>
    /// <returns>« 1,8 fois l'habitude »; null where no usual is known.</returns>
    public static string? Words(double? milliseconds, double? usual, bool running = false) => Ratio(milliseconds, usual) switch
    {
        null => null,
        <= More when running => $"sur {Francais.Duree(TimeSpan.FromMilliseconds(usual!.Value))} d'habitude",
        >= Less and <= More => "comme d'habitude",
        >= 10 and var many => $"{Francais.Nombre(many)} fois l'habitude",
        var ratio => $"{Francais.Nombre(ratio, 1)} fois l'habitude",
    };

    /// <summary>Whether one should look: twice the usual, and not of a few seconds.</summary>
    public static bool IsLong(double? milliseconds, double? usual) => Ratio(milliseconds, usual) >= 2 && milliseconds - usual > 10_000;

    /// <summary>Of the drawing's hundred, as far as the bar goes.</summary>
    public static double Length(double milliseconds, double usual) => 100 * Math.Min(milliseconds / usual, Longest) / Longest;

    private static double? Ratio(double? milliseconds, double? usual) => usual > 0 ? milliseconds / usual : null;
}
