using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Configuration;
using PipelineAnalytics.Host.Output;

using var interruption = new Interruption();
var app = new App(Terminal.OfProcess(), SettingsPlaces.OfProcess(), TimeProvider.System);
return await app.RunAsync(args, interruption.Token);
