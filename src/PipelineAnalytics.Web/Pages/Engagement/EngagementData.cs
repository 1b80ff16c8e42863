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
        var nothing = new Dictionary<string, string?>(StringComparer.Ordinal);
        var weeks = await asker.AskAsync("engagement_semaines", nothing, cancellation);
        if (weeks.IsEmpty) return null;
        var populations = await asker.AskAsync("engagement_populations", nothing, cancellation);
        List<DateOnly> published = [.. weeks.Rows.Select(r => r.Date("semaine"))];
        List<(string, string)> groups = [.. populations.Rows.Select(r => (r.Text("structure")!, r.Text("type_utilisateur")!))];
        var filters = EngagementFilters.Read(address, published, groups);

        Task<Answer> Ask(string question) => asker.AskAsync(question, filters.Given, cancellation);
        return new EngagementData(address, filters, published, groups,
            await Ask("engagement_national"), await Ask("engagement_par_structure"), await Ask("engagement_par_type"),
            await Ask("engagement_territoires"), await Ask("engagement_territoires_tendance"), filters.Territoire is null ? null : await Ask("engagement_territoire"));
    }

    /// <summary>Said wherever counts of users are added up; null where nothing is.</summary>
    public string? Somme => (Filtres.Structure, Filtres.Type) switch
    {
        (null, null) => "somme des structures et des types",
        (null, _) => "somme des structures",
        (_, null) => "somme des types",
        _ => null,
    };
}
