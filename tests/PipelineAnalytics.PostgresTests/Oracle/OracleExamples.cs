using System.Globalization;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>Short ways to write the hand-computed examples.</summary>
internal static class OracleExamples
{
    internal static RawSource Source(params RawEvenement[] evenements)
        => RawSource.Empty with { Evenements = [.. evenements.Select((e, index) => e with { Id = index + 1 })] };

    internal static RawEvenement Acte(string? user, string instant, string? structure = "MILO", string? type = "JEUNE")
        => new(0, "Offre", "Consultation", "Détail", null, user, type, structure, Instant(instant));

    internal static AnalyticsContents Of(RawSource rows, params string[] weeks)
        => Expectation.Of(rows, "Europe/Paris", [.. weeks.Select(Day)]);

    internal static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
