using PipelineAnalytics.Host.Cli;

namespace PipelineAnalytics.Host.Configuration;

/// <summary>The settings that there are, as <see cref="PipelineSettings"/> declares them: a word that is none of them is a mistake, not a wish.</summary>
internal static class SettingNames
{
    private const string Section = "Pipeline";

    /// <summary>A section of its own, for whoever looks after personal data.</summary>
    public const string Privacy = nameof(PipelineSettings.Confidentialite);

    /// <summary>Found under <c>ConnectionStrings</c>, where platforms and people expect them, and not under <c>Pipeline</c>.</summary>
    private static readonly string[] Connections = [nameof(PipelineSettings.Source), nameof(PipelineSettings.Analytics), nameof(PipelineSettings.Lecture)];

    private static readonly IReadOnlyDictionary<string, Type> All =
        Below(Section, typeof(PipelineSettings))
            .Where(s => !Connections.Contains(s.Key[(Section.Length + 1)..]))
            .Select(s => IsWithin(s.Key, $"{Section}:{Privacy}") ? KeyValuePair.Create(s.Key[(Section.Length + 1)..], s.Value) : s)
            .Concat(Connections.Select(name => KeyValuePair.Create(Connection(name), typeof(string))))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The settings that are lists, as <c>Pipeline:Miroir:Exclure</c>.</summary>
    public static IEnumerable<string> Lists => All.Where(s => s.Value.IsArray).Select(s => s.Key);

    /// <summary>Whether a key is in a section of ours, where every name is to be known; the environment holds others' too.</summary>
    public static bool IsOurs(string key) => IsWithin(key, Section) || IsWithin(key, Privacy);

    public static string Connection(string name) => $"ConnectionStrings:{name}";

    /// <summary>Whether a list's entry, or the list itself, is meant.</summary>
    public static bool IsWithin(string key, string list) =>
        key.Equals(list, StringComparison.OrdinalIgnoreCase) || key.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase);

    /// <summary>As in the environment, the one spelling that works in every shell.</summary>
    public static string InEnvironment(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    public static string OnCommandLine(string key) => "--" + key;

    /// <summary>What is wrong with a setting, in words for a person; null when nothing is.</summary>
    /// <param name="told">How the person spells the name of a setting.</param>
    public static string? Fault(string key, string? value, Func<string, string> told)
    {
        if (All.TryGetValue(key, out var type))
            return type.IsArray && !string.IsNullOrEmpty(value) ? $"{told(key)} is a list: write its entries as {told(key + ":0")}, {told(key + ":1")}, …" : null;
        if (All.Keys.FirstOrDefault(known => IsWithin(key, known)) is { } parent)
            return All[parent].IsArray && int.TryParse(key[(parent.Length + 1)..], out _) ? null
                : $"{told(key)} does not fit: {told(parent)} is {(All[parent].IsArray ? "a list of texts" : "a single value")}.";
        if (All.Keys.Any(known => IsWithin(known, key)))
            return string.IsNullOrEmpty(value) ? null : $"{told(key)} is a group of settings and takes no value.";
        return $"{told(key)} is no setting{Nearest.Hint(told(key), All.Keys.Select(told))}";
    }

    private static IEnumerable<KeyValuePair<string, Type>> Below(string path, Type type) => type.GetProperties().SelectMany(p =>
        p.PropertyType is { IsClass: true, IsArray: false } section && section != typeof(string)
            ? Below($"{path}:{p.Name}", section)
            : [KeyValuePair.Create($"{path}:{p.Name}", p.PropertyType)]);
}
