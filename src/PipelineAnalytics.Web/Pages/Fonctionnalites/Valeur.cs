namespace PipelineAnalytics.Web.Pages.Fonctionnalites;

/// <summary>
/// A category, action, structure… as the address has it. Left out of the address it means all of them, so that what is null, and what is an empty
/// text, need a spelling: <c>~vide</c>, and <c>~</c>. A text that begins with <c>~</c> has one more before it. The questions give and read the same.
/// </summary>
public static class Valeur
{
    public const string Nulle = "~vide";

    /// <summary>As people read it.</summary>
    public static string Libelle(string code)
    {
        if (code == Nulle) return "(vide)";
        var text = code.StartsWith('~') ? code[1..] : code;
        return text.Length == 0 ? "(texte vide)" : string.IsNullOrWhiteSpace(text) ? $"« {text} »" : text;
    }
}
