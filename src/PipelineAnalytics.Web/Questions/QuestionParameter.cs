using System.Globalization;

namespace PipelineAnalytics.Web.Questions;

/// <summary>What a parameter's text is read as.</summary>
public enum ParameterType
{
    /// <summary>The Monday of a week, <c>yyyy-MM-dd</c>.</summary>
    Semaine,

    Texte,

    Entier,
}

/// <summary>A value that a question asks for, in the order of its <c>$n</c>.</summary>
/// <param name="IsOptional">Left out, it is null: what that means, the description says.</param>
/// <param name="Description">In French, as people read it.</param>
public sealed record QuestionParameter(string Name, ParameterType Type, bool IsOptional, string Description)
{
    /// <summary>The texts that it may be; none, any text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public int Least { get; init; } = int.MinValue;

    public int Most { get; init; } = int.MaxValue;

    /// <exception cref="QuestionException">It is missing, or no such value; the message names it and what to write.</exception>
    public object? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return IsOptional ? null : throw new QuestionException($"{Name} est à donner : {Description}");
        return Type switch
        {
            ParameterType.Texte => ReadTexte(text),
            ParameterType.Entier => ReadEntier(text),
            _ => ReadSemaine(text),
        };
    }

    private string ReadTexte(string text) => Choices.Count == 0 || Choices.Contains(text, StringComparer.Ordinal)
        ? text
        : throw new QuestionException($"{Name} : « {text} » n'existe pas ; il y a : {string.Join(", ", Choices)}.");

    private int ReadEntier(string text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) throw new QuestionException($"{Name} : « {text} » n'est pas un nombre entier.");
        return number >= Least && number <= Most ? number : throw new QuestionException(string.Create(CultureInfo.InvariantCulture, $"{Name} : {number} ; donnez un nombre de {Least} à {Most}."));
    }

    private DateOnly ReadSemaine(string text)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new QuestionException($"{Name} : « {text} » n'est pas une date ; une semaine s'écrit par son lundi, par exemple 2025-06-23.");
        // Pages count on from the week that they are given: the calendar ends.
        if (date.Year > 2999) throw new QuestionException($"{Name} : « {text} » est trop loin ; donnez une semaine d'avant l'an 3000.");
        var lundi = PipelineAnalytics.Semaine.Of(date).Lundi;
        return date == lundi ? date : throw new QuestionException(string.Create(CultureInfo.InvariantCulture, $"{Name} : le {date:yyyy-MM-dd} n'est pas un lundi ; sa semaine est celle du {lundi:yyyy-MM-dd}."));
    }
}

/// <summary>What was asked cannot be answered as it was asked; the message, in French, says why and what to do.</summary>
public sealed class QuestionException(string message) : Exception(message);
