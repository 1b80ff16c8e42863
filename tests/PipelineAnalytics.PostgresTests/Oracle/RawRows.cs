using System.Text;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>One act as the app stored it. The instant has PostgreSQL's precision: whole microseconds.</summary>
public sealed record RawEvenement(
    int Id,
    string? Categorie,
    string? Action,
    string? Nom,
    string? Code,
    string? IdUtilisateur,
    string? TypeUtilisateur,
    string? Structure,
    DateTimeOffset? DateEvenement);

public sealed record RawJeune(
    string Id, string? IdConseiller, string? IdConseillerInitial, string? Structure, string? Dispositif);

public sealed record RawConseiller(string Id, string? Email, string? Structure, string? IdAgence);

public sealed record RawAgence(string Id, string? NomAgence, string? NomRegion, string? CodeDepartement);

public sealed record RawFeatureFlip(int Id, string? EmailConseiller, string FeatureTag);

/// <summary>Everything in the source that the numbers depend on.</summary>
public sealed record RawSource(
    IReadOnlyList<RawEvenement> Evenements,
    IReadOnlyList<RawJeune> Jeunes,
    IReadOnlyList<RawConseiller> Conseillers,
    IReadOnlyList<RawAgence> Agences,
    IReadOnlyList<RawFeatureFlip> FeatureFlips)
{
    public static RawSource Empty { get; } = new([], [], [], [], []);

    /// <summary>One row a line: it is what a failing property prints.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "agence", Agences);
        Append(text, "conseiller", Conseillers);
        Append(text, "jeune", Jeunes);
        Append(text, "feature_flip", FeatureFlips);
        Append(text, "evenement_engagement_hebdo", Evenements);
        return text.ToString();
    }

    private static void Append<T>(StringBuilder text, string table, IReadOnlyList<T> rows)
        where T : notnull
    {
        text.Append('\n').Append(table).Append(": ").Append(rows.Count).Append('\n');
        foreach (var row in rows)
        {
            text.Append("  ").Append(RowText.Of(row)).Append('\n');
        }
    }
}

/// <summary>
/// The source on two nights on which the chain runs. Between them people moved, events were added and none was taken away.
/// Only so can a user be in two departments: on one night he has but one.
/// </summary>
public sealed record TwoNights(RawSource First, RawSource Second);
