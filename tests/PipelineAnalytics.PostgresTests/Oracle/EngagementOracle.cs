namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>Both engagement vues: for each week, for each group, for each user of the group, is the rule met?</summary>
public static class EngagementOracle
{
    /// <summary>One user's act on one day, in the group where it counts.</summary>
    private sealed record Acte<TGroup>(TGroup Group, string User, DateOnly Jour);

    public static IReadOnlyList<EngagementRow> Rows(
        IReadOnlyList<EnrichedEvenement> evenements, IReadOnlyList<DateOnly> weeks)
    {
        var actes = ActesBy(evenements, e =>
            (Structure: Said(e.Structure), Type: Said(e.TypeUtilisateur), Region: Said(e.Region), Departement: Said(e.Departement)));
        return [.. from week in weeks.Distinct()
                   from g in GroupsOf(actes, week)
                   select new EngagementRow(week, g.Structure, g.Type, g.Region, g.Departement, Count(actes, g, week))];
    }

    public static IReadOnlyList<EngagementNationalRow> NationalRows(
        IReadOnlyList<EnrichedEvenement> evenements, IReadOnlyList<DateOnly> weeks)
    {
        var actes = ActesBy(evenements, e => (Structure: Said(e.Structure), Type: Said(e.TypeUtilisateur)));
        return [.. from week in weeks.Distinct()
                   from g in GroupsOf(actes, week)
                   select new EngagementNationalRow(week, g.Structure, g.Type, Count(actes, g, week))];
    }

    private static string Said(string? value) => value ?? "NON RENSEIGNE";

    private static List<Acte<TGroup>> ActesBy<TGroup>(
        IReadOnlyList<EnrichedEvenement> evenements, Func<EnrichedEvenement, TGroup> groupOf)
        => [.. from e in evenements
               where e.IdUtilisateur is not null && e.Jour is not null
               select new Acte<TGroup>(groupOf(e), e.IdUtilisateur!, e.Jour!.Value)];

    private static IEnumerable<TGroup> GroupsOf<TGroup>(List<Acte<TGroup>> actes, DateOnly week)
        => actes.Where(acte => Within(acte.Jour, week.AddMonths(-2), week.AddDays(7))).Select(acte => acte.Group).Distinct();

    private static Engagement Count<TGroup>(List<Acte<TGroup>> actes, TGroup group, DateOnly week)
        where TGroup : struct
    {
        // Only the user's acts in the group are looked at, so "he alone meets the rule" there.
        var users = actes.Where(acte => acte.Group.Equals(group))
            .GroupBy(acte => acte.User, acte => acte.Jour)
            .Select(user => user.ToList())
            .ToList();
        return new Engagement(
            users.Count(jours => jours.Any(jour => Within(jour, week.AddMonths(-2), week.AddDays(7)))),
            users.Count(jours => jours.Any(jour => Within(jour, week.AddMonths(-1), week.AddDays(7)))),
            users.Count(jours => InWeek(jours, week).Count() >= 2),
            users.Count(jours => IsActif(jours, week)),
            users.Count(jours => ActiveWeeksOfSix(jours, week) >= 3),
            users.Count(jours => ActiveWeeksOfSix(jours, week) >= 4));
    }

    private static int ActiveWeeksOfSix(List<DateOnly> jours, DateOnly week)
        => Enumerable.Range(0, 6).Count(back => IsActif(jours, week.AddDays(-7 * back)));

    private static bool IsActif(List<DateOnly> jours, DateOnly week) => InWeek(jours, week).Distinct().Count() >= 2;

    private static IEnumerable<DateOnly> InWeek(List<DateOnly> jours, DateOnly week)
        => jours.Where(jour => Within(jour, week, week.AddDays(7)));

    private static bool Within(DateOnly jour, DateOnly start, DateOnly end) => jour >= start && jour < end;
}
