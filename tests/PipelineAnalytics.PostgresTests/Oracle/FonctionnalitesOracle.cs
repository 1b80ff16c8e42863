namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>Both fonctionnalités vues, counted row by row from the enriched events.</summary>
public static class FonctionnalitesOracle
{
    public static IReadOnlyList<FonctionnalitesRow> Rows(
        IReadOnlyList<EnrichedEvenement> evenements, IReadOnlyList<DateOnly> weeks)
    {
        var countable = evenements.Where(e => e.Structure is not null && e.Structure != "PASS_EMPLOI").ToList();
        return [.. weeks.Distinct().SelectMany(week => RowsOfWeek(countable, week))];
    }

    public static IReadOnlyList<FonctionnalitesRow> DemarchesIaRows(
        IReadOnlyList<EnrichedEvenement> evenements, RawSource source, IReadOnlyList<DateOnly> weeks)
    {
        var jeunes = source.Jeunes.Where(jeune => HasDemarchesIa(jeune, source)).Select(jeune => jeune.Id).ToList();
        return Rows([.. evenements.Where(e => e.IdUtilisateur is not null && jeunes.Contains(e.IdUtilisateur))], weeks);
    }

    private static bool HasDemarchesIa(RawJeune jeune, RawSource source)
    {
        var counsellors = source.Conseillers.Where(c => c.Id == jeune.IdConseiller || c.Id == jeune.IdConseillerInitial);
        var tagged = source.FeatureFlips.Where(flip => flip.FeatureTag == "DEMARCHES_IA").ToList();
        return counsellors.Any(c => c.Email is not null && tagged.Any(flip => flip.EmailConseiller == c.Email));
    }

    private static IEnumerable<FonctionnalitesRow> RowsOfWeek(List<EnrichedEvenement> evenements, DateOnly week)
    {
        var ofWeek = evenements.Where(e => e.Semaine == week).ToList();
        var mailles = ofWeek.Select(e => (e.Structure, e.TypeUtilisateur, e.Categorie, e.Action, e.Nom)).Distinct();
        foreach (var maille in mailles)
        {
            // Each level is the one above, narrowed. In C# null equals null, as the specification wants here.
            var total = ofWeek.Where(e => e.Structure == maille.Structure && e.TypeUtilisateur == maille.TypeUtilisateur).ToList();
            var categorie = total.Where(e => e.Categorie == maille.Categorie).ToList();
            var action = categorie.Where(e => e.Action == maille.Action).ToList();
            var nom = action.Where(e => e.Nom == maille.Nom).ToList();
            yield return new FonctionnalitesRow(
                week, maille.Structure, maille.TypeUtilisateur, maille.Categorie, maille.Action, maille.Nom,
                UsageOf(categorie), UsageOf(action), UsageOf(nom), UsageOf(total));
        }
    }

    private static Usage UsageOf(List<EnrichedEvenement> evenements)
        => new(evenements.Count, evenements.Select(e => e.IdUtilisateur).Where(id => id is not null).Distinct().Count());
}
