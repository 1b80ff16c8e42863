using Microsoft.Extensions.Configuration;

namespace PipelineAnalytics.Host.Configuration;

/// <summary>Where settings come from besides the command line, the weakest first.</summary>
/// <param name="ShippedFolder">The executable's: its <c>appsettings.json</c> holds the defaults that are shipped.</param>
/// <param name="CurrentFolder">The one the command is given in: its <c>appsettings.json</c>, if there is one.</param>
/// <param name="Environment">Adds the environment's variables.</param>
internal sealed record SettingsPlaces(string ShippedFolder, string CurrentFolder, Action<IConfigurationBuilder> Environment)
{
    public static SettingsPlaces OfProcess() => new(
        AppContext.BaseDirectory, Directory.GetCurrentDirectory(), static builder => builder.AddEnvironmentVariables());
}
