namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>The whole answer for a source: what the analytics database must hold once the chain has run.</summary>
public static class Expectation
{
    /// <param name="rows">The source.</param>
    /// <param name="zoneId">The business time zone, as an IANA name.</param>
    /// <param name="weeks">The Mondays of the weeks that the vues hold.</param>
    public static AnalyticsContents Of(RawSource rows, string zoneId, IReadOnlyList<DateOnly> weeks)
        => Of(EnrichmentOracle.Enrich(rows, zoneId), rows, weeks);

    /// <summary>
    /// An event keeps what was true when it was enriched: the first night that had it, but for an agency unknown then. Who has démarches IA is asked of the
    /// mirror of the night on which the vues are computed, here the second for all weeks.
    /// </summary>
    public static AnalyticsContents Of(TwoNights nights, string zoneId, IReadOnlyList<DateOnly> weeks)
    {
        var first = EnrichmentOracle.Enrich(nights.First, zoneId);
        var second = EnrichmentOracle.Enrich(nights.Second, zoneId).ToDictionary(e => e.Id);
        var added = second.Values.Where(e => first.All(known => known.Id != e.Id));
        return Of([.. first.Select(e => WithAgencyFoundSince(e, second[e.Id])), .. added], nights.Second, weeks);
    }

    /// <summary>An event whose agency was unknown gets the one that its user has on a later night; all else stays.</summary>
    private static EnrichedEvenement WithAgencyFoundSince(EnrichedEvenement then, EnrichedEvenement now)
    {
        var unknown = then is { Agence: null, Departement: null, Region: null, Semaine: not null, IdUtilisateur: not null, TypeUtilisateur: "JEUNE" or "CONSEILLER" };
        return unknown ? then with { Agence = now.Agence, Departement = now.Departement, Region = now.Region } : then;
    }

    private static AnalyticsContents Of(IReadOnlyList<EnrichedEvenement> evenements, RawSource mirror, IReadOnlyList<DateOnly> weeks)
        => new(
            evenements,
            FonctionnalitesOracle.Rows(evenements, weeks),
            FonctionnalitesOracle.DemarchesIaRows(evenements, mirror, weeks),
            EngagementOracle.Rows(evenements, weeks),
            EngagementOracle.NationalRows(evenements, weeks));

    /// <summary>
    /// The weeks that <c>initialiser-les-vues</c> computes: those with an event (anyone's, of any structure, or nobody's)
    /// that are over on that local date. A week without events has no rows, even where its two-month window has some.
    /// </summary>
    public static IReadOnlyList<DateOnly> CompleteWeeks(RawSource rows, string zoneId, DateOnly today)
        => [.. EnrichmentOracle.Enrich(rows, zoneId)
            .Select(e => e.Semaine)
            .OfType<DateOnly>()
            .Distinct()
            .Where(week => week.AddDays(7) <= today)
            .Order()];
}
