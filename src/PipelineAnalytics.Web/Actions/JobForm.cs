namespace PipelineAnalytics.Web.Actions;

/// <summary>What the page of runs offers to start.</summary>
public sealed record JobForm(string Action, string Title, string Description, IReadOnlyList<JobField> Fields)
{
    public const string ActionField = "action", Chain = "chaine", Backfill = "recalculer", Week = "semaine";

    public static IReadOnlyList<JobForm> All { get; } =
    [
        new(Chain, "Lancer la chaîne", "Copie de la production, chargement, enrichissement, puis les semaines à calculer (run).", []),
        new(Backfill, "Recalculer les vues", "Toutes les semaines terminées entre deux lundis, inclus ; sans date, toutes (initialiser-les-vues).",
            [new("du", "Du lundi", IsRequired: false), new("au", "Au lundi", IsRequired: false)]),
        new(Week, "Calculer une semaine", "Une seule, nommée par son lundi ; celle en cours sera provisoire (charger-les-vues --semaine).", [new("semaine", "Lundi", IsRequired: true)]),
    ];
}

/// <summary>A field for a Monday.</summary>
public sealed record JobField(string Name, string Label, bool IsRequired);
