namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>
/// What <c>evenement_engagement</c> must hold, one event at a time, as the specification says it.
/// Nothing here is shared with the pipeline: that is what makes agreement mean something.
/// </summary>
public static class EnrichmentOracle
{
    public static IReadOnlyList<EnrichedEvenement> Enrich(RawSource source, string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        return [.. source.Evenements.Select(evenement => Enrich(evenement, source, zone))];
    }

    /// <summary>The Monday of the ISO week of a date.</summary>
    public static DateOnly MondayOf(DateOnly date)
    {
        while (date.DayOfWeek != DayOfWeek.Monday)
        {
            date = date.AddDays(-1);
        }

        return date;
    }

    private static EnrichedEvenement Enrich(RawEvenement evenement, RawSource source, TimeZoneInfo zone)
    {
        var jour = LocalDate(evenement.DateEvenement, zone);
        var agence = AgenceOf(evenement, source);
        return new EnrichedEvenement(
            evenement.Id,
            evenement.DateEvenement,
            evenement.Categorie,
            evenement.Action,
            evenement.Nom,
            evenement.IdUtilisateur,
            evenement.TypeUtilisateur,
            StructureOf(evenement, source),
            evenement.Code,
            Semaine: jour is null ? null : MondayOf(jour.Value),
            jour,
            agence?.NomAgence,
            agence?.CodeDepartement,
            agence?.NomRegion);
    }

    private static DateOnly? LocalDate(DateTimeOffset? instant, TimeZoneInfo zone)
        => instant is null ? null : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant.Value, zone).DateTime);

    private static RawAgence? AgenceOf(RawEvenement evenement, RawSource source)
    {
        // The type says in which table to look: an id may well exist in both.
        var idConseiller = evenement.TypeUtilisateur switch
        {
            "CONSEILLER" => evenement.IdUtilisateur,
            "JEUNE" => JeuneOf(evenement, source)?.IdConseiller,
            _ => null,
        };
        var idAgence = source.Conseillers.SingleOrDefault(conseiller => conseiller.Id == idConseiller)?.IdAgence;
        return source.Agences.SingleOrDefault(agence => agence.Id == idAgence);
    }

    private static string? StructureOf(RawEvenement evenement, RawSource source)
    {
        var ofMilo = evenement.Structure is "MILO" or "MILO_PACEA";
        if (evenement.TypeUtilisateur != "JEUNE" || !ofMilo)
        {
            return evenement.Structure;
        }

        var jeune = JeuneOf(evenement, source);
        return (jeune?.Structure, jeune?.Dispositif) switch
        {
            ("MILO", "PACEA") => "MILO_PACEA",
            ("MILO", "CEJ") => "MILO",
            _ => evenement.Structure,
        };
    }

    private static RawJeune? JeuneOf(RawEvenement evenement, RawSource source)
        => source.Jeunes.SingleOrDefault(jeune => jeune.Id == evenement.IdUtilisateur);
}
