using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>What is asked for: the pages that are listed here, and every question that the dashboard's own OpenAPI document lists.</summary>
internal sealed class Addresses(WebPlan plan, WebData data)
{
    private const int UsualWeeks = 52;

    /// <summary>A page, or one of its faces, a line; or a question with more than it needs. {du} is the first of all weeks, {semaine} the last one.</summary>
    private static readonly string[] Pages =
    [
        "/",
        "/engagement",
        "/engagement?du={du}",
        "/engagement?du={du}&departement=75&mesure=taux",
        "/engagement?maille=region&region=Bretagne&structure=MILO",
        "/fonctionnalites",
        "/semaines",
        "/executions",
        "/dictionnaire",
        "/api/engagement_territoire?du={du}&departement=75",
    ];

    /// <summary>What questions ask for and have no default of, by the names of their parameters.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["vue"] = "analytics_engagement",
        ["categorie"] = "Catégorie 1",
        ["action"] = "Action 1",
        ["structure"] = "MILO",
        ["type"] = "JEUNE",
        ["departement"] = "75",
    };

    private string FirstOfAll => Before(plan.Weeks - 1);

    /// <exception cref="PipelineException">A question asks for what is not known here.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(HttpClient dashboard, CancellationToken cancellation)
    {
        var document = await dashboard.GetFromJsonAsync<JsonNode>("/api/openapi.json", cancellation);
        var questions = document!["paths"]!.AsObject().Where(p => !p.Key.EndsWith(".csv", StringComparison.Ordinal));
        return
        [
            .. Pages.Select(p => p.Replace("{du}", FirstOfAll, StringComparison.Ordinal).Replace("{semaine}", $"{data.Last}", StringComparison.Ordinal)),
            .. questions.SelectMany(q => Faces(q.Key, q.Value!["get"]!["parameters"]?.AsArray() ?? [])),
        ];
    }

    /// <summary>With what it needs at least; and over all weeks, where it has a period.</summary>
    private IEnumerable<string> Faces(string path, JsonArray parameters)
    {
        var required = parameters.Where(p => p!["required"]?.GetValue<bool>() == true).Select(p => (Name: p!["name"]!.GetValue<string>(), Schema: p["schema"]!)).ToList();
        yield return Query(path, required.Select(p => (p.Name, Value(path, p.Name, p.Schema))));
        if (parameters.All(p => p!["name"]!.GetValue<string>() != "du")) yield break;
        yield return Query(path, required.Where(p => p.Name != "du").Select(p => (p.Name, Value(path, p.Name, p.Schema))).Prepend(("du", FirstOfAll)));
    }

    private string Value(string path, string name, JsonNode schema) => (name, schema["format"]?.GetValue<string>()) switch
    {
        ("du", _) => Before(UsualWeeks - 1),
        (_, "date") => $"{data.Last}",
        (_, "int32") => "1",
        _ => Values.GetValueOrDefault(name) ?? throw new PipelineException($"{path} asks for {name}, which has no value here: give it one in bench/PipelineAnalytics.Benchmarks/Web/Addresses.cs."),
    };

    private static string Query(string path, IEnumerable<(string Name, string Value)> values)
    {
        var query = string.Join('&', values.Select(v => $"{v.Name}={Uri.EscapeDataString(v.Value)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private string Before(int weeks) => data.Last.Lundi.AddDays(-7 * weeks).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
