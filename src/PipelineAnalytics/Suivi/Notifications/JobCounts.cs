using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>Of what a job recorded, the few counts that tell product owners how the night was, in French.</summary>
internal static class JobCounts
{
    /// <summary>"20 tables, 30 226 lignes"; empty where nothing was recorded.</summary>
    public static string Of(string verb, JsonObject? result) => result is null ? "" : string.Join(", ", Words(verb)
        .Where(count => result[count.Key]?.GetValueKind() == JsonValueKind.Number)
        .Select(count => Francais.Nombre(Number(result[count.Key]!), count.One, count.Many)));

    /// <summary>Through its text: a number that was read and one that was just made are other types.</summary>
    private static long Number(JsonNode value) => (long)decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static (string Key, string One, string Many)[] Words(string verb) => verb switch
    {
        "dump-for-analytics" => [("tables", "table", "tables"), ("rows", "ligne", "lignes")],
        "charger-les-evenements" => [("loaded", "événement chargé", "événements chargés")],
        "enrichir-les-evenements" => [("enriched", "événement enrichi", "événements enrichis")],
        "charger-les-vues" or "initialiser-les-vues" or "initialiser-les-vues-derniere-annee" => [("weeks", "semaine publiée", "semaines publiées")],
        "nettoyer-les-evenements" => [("deleted", "événement supprimé", "événements supprimés")],
        "oublier" => [("usersFound", "personne oubliée", "personnes oubliées")],
        _ => [],
    };
}
