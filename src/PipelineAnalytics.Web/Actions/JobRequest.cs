using PipelineAnalytics.Web.Questions;

namespace PipelineAnalytics.Web.Actions;

/// <summary>What somebody asks for from a page.</summary>
/// <param name="Title">As people read it.</param>
public abstract record JobRequest(string Title)
{
    /// <summary>Reads a form of <see cref="JobForm"/>.</summary>
    /// <param name="field">The text of a field; null where it is not there.</param>
    /// <exception cref="QuestionException">It cannot be done as it was asked for; in French.</exception>
    public static JobRequest Read(Func<string, string?> field, BusinessClock clock) => field(JobForm.ActionField) switch
    {
        JobForm.Chain => new ChainRequest(),
        JobForm.Backfill => BackfillRequest.Of(Monday(field, "du", isOptional: true), Monday(field, "au", isOptional: true), clock),
        JobForm.Week => WeekRequest.Of(Monday(field, "semaine", isOptional: false)!.Value, clock),
        var other => throw new QuestionException($"« {other} » n'est pas un travail qui se lance d'ici ; il y a : {string.Join(", ", JobForm.All.Select(f => f.Action))}."),
    };

    private static Semaine? Monday(Func<string, string?> field, string name, bool isOptional)
    {
        var monday = (DateOnly?)new QuestionParameter(name, ParameterType.Semaine, isOptional, "le lundi de la semaine à calculer.").Read(field(name));
        if (monday is null) return null;
        return monday >= PipelineAnalytics.Semaine.Earliest.Lundi ? new Semaine(monday.Value) : throw new QuestionException($"{name} : aucune semaine ne se calcule avant celle du {PipelineAnalytics.Semaine.Earliest}.");
    }
}

/// <summary>The chain, now.</summary>
public sealed record ChainRequest() : JobRequest("La chaîne");

/// <summary>Every complete week between two, or from the first, or to the last.</summary>
public sealed record BackfillRequest : JobRequest
{
    private BackfillRequest(Semaine? du, Semaine? au) : base($"Recalcul des vues{Range(du, au)}") => (Du, Au) = (du, au);

    public Semaine? Du { get; }

    public Semaine? Au { get; }

    /// <exception cref="QuestionException">The range ends before it begins, or later than the last complete week.</exception>
    public static BackfillRequest Of(Semaine? du, Semaine? au, BusinessClock clock)
    {
        if (du > au) throw new QuestionException($"du : la semaine du {du} est après celle du {au} (au).");
        if (au > clock.PreviousSemaine) throw new QuestionException($"au : la semaine du {au} n'est pas terminée ; la dernière qui l'est commence le {clock.PreviousSemaine}.");
        if (du > clock.PreviousSemaine) throw new QuestionException($"du : la semaine du {du} n'est pas terminée ; la dernière qui l'est commence le {clock.PreviousSemaine}.");
        return new BackfillRequest(du, au);
    }

    private static string Range(Semaine? du, Semaine? au) => (du, au) switch
    {
        (null, null) => ", toutes les semaines",
        (null, { } last) => $" jusqu'à la semaine du {Francais.Date(last.Lundi)}",
        ({ } first, null) => $" depuis la semaine du {Francais.Date(first.Lundi)}",
        ({ } first, { } last) => $", semaines du {Francais.Date(first.Lundi)} au {Francais.Date(last.Lundi)}",
    };
}

/// <summary>One week; the current one will do, and is provisional.</summary>
public sealed record WeekRequest : JobRequest
{
    private WeekRequest(Semaine semaine) : base($"Calcul de la semaine du {Francais.Date(semaine.Lundi)}") => Semaine = semaine;

    public Semaine Semaine { get; }

    /// <exception cref="QuestionException">It has not begun.</exception>
    public static WeekRequest Of(Semaine semaine, BusinessClock clock) => semaine <= clock.CurrentSemaine
        ? new WeekRequest(semaine)
        : throw new QuestionException($"semaine : celle du {semaine} n'a pas commencé ; nous sommes dans celle du {clock.CurrentSemaine}.");
}
