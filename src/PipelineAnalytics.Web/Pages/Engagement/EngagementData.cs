using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>All that the page shows, asked for once.</summary>
/// <param name="Semaines">Published weeks, the last one first.</param>
/// <param name="Territoire">The chosen department's or region's weeks; null when none is chosen.</param>
public sealed record EngagementData(
    EngagementAddress Adresse, EngagementFilters Filtres, IReadOnlyList<DateOnly> Semaines, IReadOnlyList<(string Structure, string Type)> Populations,
    Answer National, Answer ParStructure, Answer ParType, Answer Territoires, Answer Tendance, Answer? Territoire)
{
    /// <returns>Null when no week is published yet.</returns>
    /// <exception cref="QuestionException">A choice cannot be used.</exception>
    public static async Task<EngagementData?> LoadAsync(Asker asker, EngagementAddress address, CancellationToken cancellation)
    {
        Task<Answer> Ask(string question, IReadOnlyDictionary<string, string?> given) => asker.AskAsync(question, given, cancellation);
        var nothing = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (await Task.WhenAll(Ask("engagement_semaines", nothing), Ask("engagement_populations", nothing)) is not [{ IsEmpty: false } weeks, var populations]) return null;
        List<DateOnly> published = [.. weeks.Rows.Select(r => r.Date("semaine"))];
        List<(string, string)> groups = [.. populations.Rows.Select(r => (r.Text("structure")!, r.Text("type_utilisateur")!))];
        var filters = EngagementFilters.Read(address, published, groups);

        // Side by side: the page waits for the slowest, and not for all of them in turn.
        string[] questions = ["engagement_national", "engagement_par_structure", "engagement_par_type", "engagement_territoires", "engagement_territoires_tendance"];
        var answers = await Task.WhenAll((filters.Territoire is null ? questions : questions.Append("engagement_territoire")).Select(q => Ask(q, filters.Given)));
        return new EngagementData(address, filters, published, groups, answers[0], answers[1], answers[2], answers[3], answers[4], answers.ElementAtOrDefault(5));
    }

    internal EngagementSeries Series => new(Semaines);

    /// <summary>Said wherever counts of users are added up; null where nothing is.</summary>
    public string? Somme => (Filtres.Structure, Filtres.Type) switch
    {
        (null, null) => "somme des structures et des types",
        (null, _) => "somme des structures",
        (_, null) => "somme des types",
        _ => null,
    };
}
