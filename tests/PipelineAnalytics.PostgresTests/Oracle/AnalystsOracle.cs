namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>A row of <c>evenement_engagement_jeune</c>. The six numbers are in the order of the table's columns.</summary>
public sealed record JeuneRow(
    string IdUtilisateur,
    string? Structure,
    long ActionsCreees,
    long MessagesEnvoyes,
    long ConsultationsRdv,
    long ConsultationsOffre,
    long OffresPostulees,
    long ConsultationsEvenement,
    DateTimeOffset? Premier,
    DateTimeOffset? Dernier);

/// <summary>The two dates beside a counsellor; both null for one who did nothing.</summary>
public sealed record ConseillerRow(string Id, DateTimeOffset? Premier, DateTimeOffset? Dernier);

/// <summary>One user's week in one segment, of the rollup: <paramref name="Jours"/> are the days with an event, as bits, 1 is Monday.</summary>
public sealed record ActiviteRow(
    DateOnly Semaine, string IdUtilisateur, string Structure, string TypeUtilisateur, string Region, string Departement, int Jours, long NbEvenements);

/// <summary>
/// What analysts read of each jeune and each counsellor, and the weekly rollup: from all the events, one rule after the other,
/// as they were asked for. A null is no word: it begins with nothing and equals nothing.
/// </summary>
public static class AnalystsOracle
{
    public static IReadOnlyList<JeuneRow> Jeunes(IReadOnlyList<EnrichedEvenement> evenements)
        => [.. evenements
            .Where(e => e.TypeUtilisateur == "JEUNE" && e.IdUtilisateur is not null)
            .GroupBy(e => (e.IdUtilisateur, e.Structure))
            .Select(own => new JeuneRow(
                own.Key.IdUtilisateur!,
                own.Key.Structure,
                own.Count(IsActionCreee),
                own.Count(IsMessageEnvoye),
                own.Count(IsConsultationRdv),
                own.Count(IsConsultationOffre),
                own.Count(IsOffrePostulee),
                own.Count(IsConsultationEvenement),
                own.Min(e => e.DateEvenement),
                own.Max(e => e.DateEvenement)))];

    /// <summary>Every counsellor of the mirror.</summary>
    public static IReadOnlyList<ConseillerRow> Conseillers(IReadOnlyList<EnrichedEvenement> evenements, IEnumerable<string> mirror)
        => [.. from id in mirror
               let own = evenements.Where(e => e.TypeUtilisateur == "CONSEILLER" && e.IdUtilisateur == id).ToList()
               select new ConseillerRow(id, own.Min(e => e.DateEvenement), own.Max(e => e.DateEvenement))];

    public static IReadOnlyList<ActiviteRow> Activite(IReadOnlyList<EnrichedEvenement> evenements)
        => [.. evenements
            .Where(e => e.IdUtilisateur is not null && e.Semaine is not null)
            .GroupBy(e => (Semaine: e.Semaine!.Value, User: e.IdUtilisateur!, Structure: Said(e.Structure), Type: Said(e.TypeUtilisateur), Region: Said(e.Region), Departement: Said(e.Departement)))
            .Select(own => new ActiviteRow(
                own.Key.Semaine, own.Key.User, own.Key.Structure, own.Key.Type, own.Key.Region, own.Key.Departement,
                own.Select(e => e.Jour!.Value.DayNumber - own.Key.Semaine.DayNumber).Distinct().Sum(day => (int)Math.Pow(2, day)),
                own.Count()))];

    private static bool IsActionCreee(EnrichedEvenement e)
        => (Same(e.Categorie, "Action") && Same(e.Action, "Création")) || Begins(e.Code, "ACTION_CREEE");

    private static bool IsMessageEnvoye(EnrichedEvenement e) => Same(e.Categorie, "Message") && Begins(e.Action, "Envoi");

    private static bool IsConsultationRdv(EnrichedEvenement e) => Same(e.Categorie, "Rendez-vous") && Same(e.Action, "Consultation");

    private static bool IsConsultationOffre(EnrichedEvenement e)
        => Same(e.Categorie, "Offre") && (Same(e.Action, "Recherche") || Same(e.Action, "Détail") || Same(e.Action, "Favori"));

    private static bool IsOffrePostulee(EnrichedEvenement e) => Same(e.Categorie, "Offre") && Same(e.Action, "Postuler");

    private static bool IsConsultationEvenement(EnrichedEvenement e) => Same(e.Categorie, "Evénement");

    private static string Said(string? value) => value ?? "NON RENSEIGNE";

    private static bool Same(string? value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string? value, string word) => value?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true;
}
