using PipelineAnalytics.Vues;
using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Pages.Dictionnaire;

/// <summary>Where a relation stands on the way of the data, from left to right.</summary>
public enum Etage
{
    Production,

    Miroir,

    Evenements,

    Cumuls,

    Vues,
}

/// <param name="Nom">Unique; with its schema where that is not <c>public</c>.</param>
/// <param name="Ancre">The entry of the dictionary; null where it has none.</param>
public sealed record Noeud(string Nom, Etage Etage, string? Ancre);

/// <param name="De">What is read.</param>
/// <param name="Vers">What is made of it.</param>
public sealed record Lien(string De, string Vers);

/// <summary>
/// What is made of what. How events reach the rollups is the pipeline's own way, told here; what a vue reads is told by its model, so that a vue of
/// one's own is on the drawing by itself.
/// </summary>
public sealed record Lignage(IReadOnlyList<Noeud> Noeuds, IReadOnlyList<Lien> Liens)
{
    private const string Events = "evenement_engagement", ByYouth = "evenement_engagement_jeune";

    private const string SourceEvents = "production.evenement_engagement_hebdo", SourceTables = "production : les autres tables";

    /// <summary>Who was DEMARCHES_IA, noted when a person is forgotten: not counted from events.</summary>
    private const string Forgotten = "pipeline.oubli_demarches_ia";

    /// <summary>What enriches an event: its user's agency and structure.</summary>
    private static readonly string[] Enriching = ["jeune", "conseiller", "agence"];

    /// <param name="tables">All of <c>dictionnaire_tables</c>.</param>
    public static Lignage Of(IReadOnlyList<VueDefinition> vues, Answer tables)
    {
        var origins = tables.Rows.ToDictionary(r => r.Text("nom")!, r => r.Text("origine")!, StringComparer.Ordinal);
        var known = origins.Keys.ToHashSet(StringComparer.Ordinal);
        var reads = vues.SelectMany(v => ModeleSql.Lectures(v.Model, known).Select(read => new Lien(Short(read), v.Name))).ToList();
        var names = vues.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        var read = reads.Select(l => l.De).Where(n => !names.Contains(n)).Distinct(StringComparer.Ordinal).ToList();

        var rollups = read.Where(n => n.StartsWith("pipeline.", StringComparison.Ordinal)).Append(ByYouth).Distinct(StringComparer.Ordinal).ToList();
        var mirrored = read.Where(n => n is not Events && !rollups.Contains(n)).Union(Enriching, StringComparer.Ordinal).ToList();
        var others = origins.Count(t => t.Value == "miroir" && !mirrored.Contains(t.Key));
        var rest = Francais.Compte(others, "autre", "autres");

        Noeud Node(string name, Etage stage) => new(name, stage, known.Contains(name) || names.Contains(name) ? name : null);
        IEnumerable<Noeud> nodes =
        [
            Node(SourceEvents, Etage.Production), Node(SourceTables, Etage.Production),
            .. mirrored.Order(StringComparer.Ordinal).Select(n => Node(n, Etage.Miroir)), .. others > 0 ? [Node(rest, Etage.Miroir)] : Array.Empty<Noeud>(),
            Node(Events, Etage.Evenements),
            .. rollups.Order(StringComparer.Ordinal).Select(n => Node(n, Etage.Cumuls)), .. vues.Select(v => Node(v.Name, Etage.Vues)),
        ];
        return new Lignage([.. nodes], [
            new Lien(SourceEvents, Events), .. mirrored.Where(n => origins.GetValueOrDefault(n, "miroir") == "miroir").Select(n => new Lien(SourceTables, n)), .. others > 0 ? [new Lien(SourceTables, rest)] : Array.Empty<Lien>(),
            .. Enriching.Select(n => new Lien(n, Events)), .. rollups.Where(n => n != Forgotten).Select(n => new Lien(Events, n)), .. reads,
        ]);
    }

    /// <summary>What a relation is made of.</summary>
    public IEnumerable<string> Lit(string name) => Liens.Where(l => l.Vers == name).Select(l => l.De);

    public IEnumerable<string> LuPar(string name) => Liens.Where(l => l.De == name).Select(l => l.Vers);

    /// <summary>With what the server knows of the SQL views.</summary>
    public Lignage Avec(Answer views) => this with { Liens = [.. Liens.Concat(views.Rows.Select(r => new Lien(Short($"{r.Text("schema")}.{r.Text("lue")}"), r.Text("lecteur")!))).Distinct()] };

    private static string Short(string name) => name.StartsWith("public.", StringComparison.Ordinal) ? name["public.".Length..] : name;
}
