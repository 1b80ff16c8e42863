using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>What is asked for: the pages that are listed here, and every question that the dashboard's own OpenAPI document lists, as JSON and as CSV.</summary>
internal sealed class Addresses(WebPlan plan, WebData data)
{
    /// <summary>A page, or one of its faces, a line; or a question with more than it needs. {du} is the first of all weeks, {semaine} the last one, {execution} the last run of the vues.</summary>
    private static readonly string[] Pages =
    [
        "/",
        "/engagement",
        "/engagement?du={du}",
        "/engagement?du={du}&departement=75&mesure=taux",
        "/engagement?du={du}&maille=region&region=Bretagne&structure=MILO",
        "/engagement?indicateur=quatre_sur_six&maille=region",
        "/fonctionnalites",
        "/fonctionnalites?semaines=104",
        "/fonctionnalites?semaines=104&courbes=utilisateurs-demarches-ia",
        "/fonctionnalites?structure=MILO",
        "/fonctionnalites?semaines=104&categorie=Catégorie 1",
        "/fonctionnalites?categorie=Catégorie 1&action=Action 1",
        "/semaines",
        "/semaines?semaine={semaine}&vue=analytics_engagement",
        "/executions",
        "/executions?travail=charger-les-vues&etat=reussie",
        "/executions?id={execution}",
        "/dictionnaire",
        "/dictionnaire?q=semaine",
        "/api/engagement_territoire?du={du}&departement=75",
        "/api/engagement_territoire?du={du}&region=Bretagne",
        "/api/engagement_territoires?maille=region&indicateur=deux_mois",
        "/api/fonctionnalites_evolution?semaine={semaine}&semaines=26",
        "/api/fonctionnalites_evolution?semaine={semaine}&semaines=104&population=demarches_ia",
        "/api/fonctionnalites_niveau?semaine={semaine}&categorie=Catégorie 1&action=Action 1",
    ];

    private string FirstOfAll => Before(plan.Weeks - 1);

    /// <exception cref="PipelineException">A question asks for what is not known here.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(HttpClient dashboard, CancellationToken cancellation)
    {
        var document = await dashboard.GetFromJsonAsync<JsonNode>("/api/openapi.json", cancellation);
        var last = await dashboard.GetFromJsonAsync<JsonNode>("/api/executions_liste?travail=charger-les-vues&nombre=1", cancellation);
        var run = last!["lignes"]![0]!["id"]!.GetValue<long>();
        return
        [
            .. Pages.Select(p => p.Replace("{du}", FirstOfAll, StringComparison.Ordinal).Replace("{semaine}", $"{data.Last}", StringComparison.Ordinal).Replace("{execution}", $"{run}", StringComparison.Ordinal)),
            .. document!["paths"]!.AsObject().SelectMany(q => Faces(q.Key, q.Value!["get"]!["parameters"]?.AsArray() ?? [], run)),
        ];
    }

    /// <summary>With what it needs at least; and over all weeks, where it has a period.</summary>
    private IEnumerable<string> Faces(string path, JsonArray parameters, long run)
    {
        var required = parameters.Where(p => p!["required"]?.GetValue<bool>() == true).Select(p => p!["name"]!.GetValue<string>()).ToList();
        yield return Query(path, required.Select(p => (p, Value(path, p, run))));
        if (parameters.All(p => p!["name"]!.GetValue<string>() != "du")) yield break;
        yield return Query(path, required.Where(p => p != "du").Select(p => (p, Value(path, p, run))).Prepend(("du", FirstOfAll)));
    }

    private string Value(string path, string name, long run) => name switch
    {
        "semaine" => $"{data.Last}",
        "semaines" => "104",
        "execution" => $"{run}",
        _ => throw new PipelineException($"{path} asks for {name}, which has no value here: give it one in bench/PipelineAnalytics.Benchmarks/Web/Addresses.cs."),
    };

    private static string Query(string path, IEnumerable<(string Name, string Value)> values)
    {
        var query = string.Join('&', values.Select(v => $"{v.Name}={Uri.EscapeDataString(v.Value)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private string Before(int weeks) => data.Last.Lundi.AddDays(-7 * weeks).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
