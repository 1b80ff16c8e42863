using PipelineAnalytics.Vues;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Dictionnaire;

/// <summary>A table or view of the dictionary.</summary>
/// <param name="Ligne">What the server knows of it; null for a vue that was never published.</param>
/// <param name="Colonnes">Those that were looked for.</param>
/// <param name="Vue">Its definition, if it is one of the catalog.</param>
public sealed record Entree(string Nom, Row? Ligne, IReadOnlyList<Row> Colonnes, VueDefinition? Vue)
{
    public string Origine => Vue is not null ? "vue" : Ligne!.Value.Text("origine")!;

    public string? Commentaire => Ligne?.Text("commentaire");

    public string? Maille => Ligne?.Text("maille");

    /// <summary>What it is and how large.</summary>
    public string Nature
    {
        get
        {
            if (Ligne is not { } line) return "pas encore publiée";
            var kind = Origine == "vue" ? "vue" : line.Text("genre")!;
            return kind == "vue SQL" ? kind : line.Number("nb_lignes") is { } rows ? $"{kind}, environ {Francais.Compte((long)rows, "ligne", "lignes")}" : $"{kind}, nombre de lignes inconnu";
        }
    }
}

/// <summary>Entries under a title.</summary>
public sealed record Chapitre(string Titre, string Explication, IReadOnlyList<Entree> Entrees)
{
    private static readonly (string Origine, string Titre, string Explication)[] Titres =
    [
        ("vue", "Vues", "Calculées chaque semaine par la pipeline, publiées toutes ensemble. Les nombres des tableaux de bord viennent d'elles."),
        ("evenements", "Événements", "Ce que les utilisateurs font dans l'application, chargé chaque nuit."),
        ("miroir", "Miroir de la production", "Copiées chaque nuit telles qu'elles sont en production, aux règles de confidentialité près."),
        ("analystes", "Autres", "Ni de la pipeline ni de la production : des analystes."),
    ];

    /// <param name="search">Whether only what was found is to be shown: a vue that was never published has nothing that could be.</param>
    public static IReadOnlyList<Chapitre> Of(Answer tables, Answer columns, IReadOnlyList<VueDefinition> vues, bool search)
    {
        var byTable = columns.Rows.ToLookup(r => r.Text("nom_table")!, StringComparer.Ordinal);
        var found = tables.Rows.Select(r => new Entree(r.Text("nom")!, r, [.. byTable[r.Text("nom")!]], vues.FirstOrDefault(v => v.Name == r.Text("nom")))).ToList();
        var unpublished = search ? [] : vues.Where(v => found.All(e => e.Nom != v.Name)).Select(v => new Entree(v.Name, null, [], v));
        var all = found.Concat(unpublished).ToLookup(e => e.Origine, StringComparer.Ordinal);
        return [.. Titres.Where(t => all[t.Origine].Any()).Select(t => new Chapitre(t.Titre, t.Explication, [.. all[t.Origine].OrderBy(e => e.Nom, StringComparer.OrdinalIgnoreCase)]))];
    }
}
