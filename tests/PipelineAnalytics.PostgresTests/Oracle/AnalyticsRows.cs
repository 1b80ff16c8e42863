namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>A row of <c>evenement_engagement</c>, once enriched.</summary>
public sealed record EnrichedEvenement(
    int Id,
    DateTimeOffset? DateEvenement,
    string? Categorie,
    string? Action,
    string? Nom,
    string? IdUtilisateur,
    string? TypeUtilisateur,
    string? Structure,
    string? Code,
    DateOnly? Semaine,
    DateOnly? Jour,
    string? Agence,
    string? Departement,
    string? Region);

/// <summary>A row of either fonctionnalités vue.</summary>
public sealed record FonctionnalitesRow(
    DateOnly Semaine,
    string? Structure,
    string? TypeUtilisateur,
    string? Categorie,
    string? Action,
    string? Nom,
    Usage ParCategorie,
    Usage ParAction,
    Usage ParNom,
    Usage Total);

/// <summary>The pair <c>nb_ae_*</c>, <c>nb_users_*</c> of one level.</summary>
public sealed record Usage(long NbAe, long NbUsers);

public sealed record EngagementRow(
    DateOnly Semaine,
    string? Structure,
    string? TypeUtilisateur,
    string? Region,
    string? Departement,
    Engagement Utilisateurs);

public sealed record EngagementNationalRow(
    DateOnly Semaine, string? Structure, string? TypeUtilisateur, Engagement Utilisateurs);

/// <summary>The six numbers of users, in the order of the vues' columns.</summary>
public sealed record Engagement(
    long DeuxMois,
    long UnMois,
    long DeuxEvenementsDansLaSemaine,
    long EngagesDeuxJoursDansLaSemaine,
    long ActifsTroisSemainesSurSix,
    long ActifsQuatreSemainesSurSix);

/// <summary>What analysts find in <c>public</c>: the enriched events and the four vues. Expected or actual.</summary>
public sealed record AnalyticsContents(
    IReadOnlyList<EnrichedEvenement> Evenements,
    IReadOnlyList<FonctionnalitesRow> Fonctionnalites,
    IReadOnlyList<FonctionnalitesRow> FonctionnalitesDemarchesIa,
    IReadOnlyList<EngagementRow> Engagement,
    IReadOnlyList<EngagementNationalRow> EngagementNational);
