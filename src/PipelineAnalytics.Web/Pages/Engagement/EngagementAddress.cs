using Microsoft.AspNetCore.WebUtilities;

namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>The page's address: what was chosen, as it was written, and the addresses that differ from it in a choice.</summary>
public sealed class EngagementAddress(IReadOnlyDictionary<string, string?> given)
{
    public const string Path = "/engagement";

    /// <summary>The order in which choices stand in an address; others that it had are left out.</summary>
    private static readonly string[] Names = ["du", "au", "structure", "type", "indicateur", "indicateurs", "semaine", "maille", "mesure", "departement", "region"];

    public static EngagementAddress Of(string uri) =>
        new(QueryHelpers.ParseQuery(new Uri(uri).Query).ToDictionary(q => q.Key, q => (string?)q.Value[^1], StringComparer.Ordinal));

    /// <summary>Null where nothing, or an empty text, was given.</summary>
    public string? this[string name] => given.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>What was given, but for these: hidden fields of a form that asks for these.</summary>
    public IEnumerable<(string Name, string Value)> But(params string[] names) => Names.Except(names, StringComparer.Ordinal).Where(n => this[n] is not null).Select(n => (n, this[n]!));

    /// <summary>The same page with other choices; a null takes one back.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var chosen = Names.Select(name => (Name: name, Value: this[name])).ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);
        foreach (var (name, value) in changes) chosen[name] = value;
        return QueryHelpers.AddQueryString(Path, Names.Where(n => chosen[n] is not null).Select(n => KeyValuePair.Create(n, chosen[n])));
    }
}
