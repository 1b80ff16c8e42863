using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Configuration;
using PipelineAnalytics.Host.Output;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

/// <summary>The command line up to the point where a server would be needed.</summary>
public sealed class AppTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter results = new(), messages = new();

    public void Dispose()
    {
        folder.Dispose();
        results.Dispose();
        messages.Dispose();
    }

    [Theory]
    [InlineData("No command is given. See pipeline-analytics --help.")]
    [InlineData("'statsu' is not a command of pipeline-analytics; did you mean status? See pipeline-analytics --help.", "statsu")]
    [InlineData("'rum' is not a command of pipeline-analytics; did you mean run? See pipeline-analytics --help.", "rum", "--help")]
    [InlineData("'--semain' is not an option of charger-les-vues; did you mean --semaine? See pipeline-analytics charger-les-vues --help.", "charger-les-vues", "--semain", "2025-06-23")]
    [InlineData("'extra' is not an argument of status. See pipeline-analytics status --help.", "status", "extra")]
    [InlineData("--nombre takes a whole number from 1 to 10000, not 'dix'. See pipeline-analytics status --help.", "status", "--nombre", "dix")]
    [InlineData("2025-06-25 is a Wednesday; a week is named by its Monday: use 2025-06-23.", "charger-les-vues", "--semaine", "2025-06-25")]
    [InlineData("--du 2025-06-30 is after --au 2025-06-23.", "initialiser-les-vues", "--du", "2025-06-30", "--au", "2025-06-23")]
    [InlineData("Pipeline__FuseauHoraire: 'Mars/Olympus' is not a known time zone; use an IANA name such as Europe/Paris (and install tzdata if this machine has none).", "run", "--Pipeline:FuseauHoraire=Mars/Olympus")]
    public async Task Wrong_usage_is_one_line_and_2(string told, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Equal($"error: {told}{Environment.NewLine}", messages.ToString());
        Assert.Empty(results.ToString());
    }

    [Fact]
    public async Task With_json_a_failure_is_one_object_too()
    {
        Assert.Equal(2, await RunAsync("charger-les-vues", "--semaine", "2025-06-25", "--json"));
        var answer = JsonNode.Parse(results.ToString())!;

        Assert.Equal(("charger-les-vues", false), ((string?)answer["job"], (bool)answer["success"]!));
        Assert.StartsWith("2025-06-25 is a Wednesday", (string?)answer["error"], StringComparison.Ordinal);
        Assert.StartsWith("error: 2025-06-25", messages.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_a_setting_that_cannot_be_read_is_not_repeated()
    {
        Assert.Equal(2, await RunAsync("status", "--ConnectionStrings:Analytics", "Pasword=tr0p-secret;Database=x"));
        Assert.DoesNotContain("tr0p-secret", messages.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("dump-for-analytics")]
    [InlineData("charger-les-evenements")]
    [InlineData("enrichir-les-evenements")]
    [InlineData("charger-les-vues")]
    [InlineData("initialiser-les-vues")]
    [InlineData("initialiser-les-vues-derniere-annee")]
    [InlineData("nettoyer-les-evenements")]
    [InlineData("oublier")]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("demo")]
    public async Task Every_verb_has_help_with_examples_and_json(string verb)
    {
        Assert.Equal(0, await RunAsync(verb, "--help"));
        Assert.Contains("--json", results.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Examples:{Environment.NewLine}  pipeline-analytics {verb}", results.ToString(), StringComparison.Ordinal);
        Assert.Empty(messages.ToString());
    }

    [Fact]
    public async Task Help_names_every_setting()
    {
        Assert.Equal(0, await RunAsync("--help"));
        foreach (var setting in SettingNames.Lists.Append("Pipeline:FuseauHoraire").Append("Pipeline:PostgresBin"))
        {
            Assert.Contains(setting.Split(':')[^1], results.ToString(), StringComparison.Ordinal);
        }
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        var app = new App(
            new Terminal(results, false, messages, false),
            new SettingsPlaces(folder.Path, folder.Path, static _ => { }),
            new ManualTime(new DateTimeOffset(2025, 6, 30, 0, 30, 0, TimeSpan.Zero)));
        return app.RunAsync(arguments, TestContext.Current.CancellationToken);
    }
}
