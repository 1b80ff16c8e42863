using Microsoft.Extensions.Configuration;

namespace PipelineAnalytics.Host.Configuration;

/// <summary>Reads the settings of a run from all their places; later ones win.</summary>
internal static class SettingsReader
{
    private const string File = "appsettings.json";

    /// <param name="arguments">Those of the command line, the strongest.</param>
    /// <exception cref="PipelineException">Exit code 2: a file cannot be read, a setting is unknown or its value does not fit.</exception>
    public static PipelineSettings Read(SettingsPlaces places, IEnumerable<KeyValuePair<string, string?>> arguments)
    {
        var merged = Merge(Layers(places, arguments));
        var fault = merged.Where(s => s.Key.Contains(':', StringComparison.Ordinal) && SettingNames.IsOurs(s.Key))
            .Select(s => SettingNames.Fault(s.Key, s.Value, SettingNames.InEnvironment)).FirstOrDefault(f => f is not null);
        if (fault is not null) throw PipelineException.Misused(fault);

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
        var settings = Bind(configuration);
        settings.Source = configuration[SettingNames.Connection(nameof(settings.Source))];
        settings.Analytics = configuration[SettingNames.Connection(nameof(settings.Analytics))];
        settings.Lecture = configuration[SettingNames.Connection(nameof(settings.Lecture))] is { Length: > 0 } reader ? reader : null;
        return settings;
    }

    private static PipelineSettings Bind(IConfiguration configuration)
    {
        try
        {
            var settings = configuration.GetSection("Pipeline").Get<PipelineSettings>() ?? new PipelineSettings();
            settings.Confidentialite = configuration.GetSection(SettingNames.Privacy).Get<ConfidentialiteSettings>() ?? new ConfidentialiteSettings();
            return settings;
        }
        catch (InvalidOperationException e)
        {
            throw PipelineException.Misused($"A setting does not fit: {e.Message}");
        }
    }

    private static IEnumerable<IConfigurationProvider> Layers(SettingsPlaces places, IEnumerable<KeyValuePair<string, string?>> arguments)
    {
        var builder = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(places.ShippedFolder, File), optional: true)
            .AddJsonFile(Path.Combine(places.CurrentFolder, File), optional: true);
        places.Environment(builder);
        builder.AddInMemoryCollection(arguments);
        try
        {
            return builder.Build().Providers;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw PipelineException.Misused($"{e.Message.TrimEnd('.')}: {Innermost(e).Message}");
        }
    }

    /// <summary>
    /// The configuration library would mix the lists of two places, entry by entry: a shorter list would keep the tail of the one
    /// that it replaces, and tables would be left out that nobody named. A list of a later place replaces the whole of an earlier one.
    /// </summary>
    private static Dictionary<string, string?> Merge(IEnumerable<IConfigurationProvider> layers)
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var layer in layers)
        {
            var settings = new ConfigurationRoot([layer]).AsEnumerable().ToList();
            foreach (var list in SettingNames.Lists.Where(list => settings.Exists(s => SettingNames.IsWithin(s.Key, list))))
            {
                foreach (var replaced in merged.Keys.Where(key => SettingNames.IsWithin(key, list)).ToList()) merged.Remove(replaced);
            }

            foreach (var (key, value) in settings) merged[key] = value;
        }

        return merged;
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
