using System.Text.RegularExpressions;

namespace PipelineAnalytics.Host.Configuration;

/// <summary>
/// Takes the settings out of a command line, <c>--Pipeline:FuseauHoraire=…</c> or <c>--Pipeline__FuseauHoraire …</c>, before the
/// words of the verbs are read: a setting is allowed anywhere, and with every verb.
/// </summary>
internal static partial class SettingArguments
{
    /// <returns>The settings, with their names in the form <c>Pipeline:FuseauHoraire</c>, and all other words in their order.</returns>
    /// <exception cref="PipelineException">Exit code 2: a setting without a value, or of a name that no setting has.</exception>
    public static (IReadOnlyList<KeyValuePair<string, string?>> Settings, IReadOnlyList<string> Words) Extract(IReadOnlyList<string> arguments)
    {
        var settings = new List<KeyValuePair<string, string?>>();
        var words = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!Setting().IsMatch(arguments[i]))
            {
                words.Add(arguments[i]);
                continue;
            }

            // Only the first sign separates: a connection string holds others. The value is never told: it may hold a password.
            var parts = arguments[i].Split('=', 2);
            var value = parts.Length == 2 ? parts[1] : arguments.ElementAtOrDefault(++i);
            if (value is null || (parts.Length == 1 && value.StartsWith("--", StringComparison.Ordinal)))
            {
                throw PipelineException.Misused($"{parts[0]} has no value: write {parts[0]}=…");
            }

            settings.Add(new(Known(parts[0][2..].Replace("__", ":", StringComparison.Ordinal), value), value));
        }

        return (settings, words);
    }

    private static string Known(string key, string value) =>
        SettingNames.Fault(key, value, SettingNames.OnCommandLine) is { } fault ? throw PipelineException.Misused(fault) : key;

    [GeneratedRegex("^--[A-Za-z]+(:|__)")]
    private static partial Regex Setting();
}
