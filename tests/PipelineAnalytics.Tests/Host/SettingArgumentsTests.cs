using PipelineAnalytics.Host.Configuration;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class SettingArgumentsTests
{
    [Theory]
    [InlineData("--Pipeline:FuseauHoraire=Europe/Paris")]
    [InlineData("--Pipeline__FuseauHoraire=Europe/Paris")]
    [InlineData("--Pipeline:FuseauHoraire", "Europe/Paris")]
    [InlineData("--Pipeline__FuseauHoraire", "Europe/Paris")]
    public void A_setting_is_taken_out_whatever_its_spelling(params string[] setting)
    {
        var (settings, words) = SettingArguments.Extract(["run", .. setting, "--json"]);

        Assert.Equal(KeyValuePair.Create("Pipeline:FuseauHoraire", (string?)"Europe/Paris"), Assert.Single(settings));
        Assert.Equal(["run", "--json"], words);
    }

    [Fact]
    public void Only_the_first_equals_sign_separates()
    {
        var (settings, _) = SettingArguments.Extract(["--ConnectionStrings:Source=Host=h;Database=d", "run"]);

        Assert.Equal("Host=h;Database=d", Assert.Single(settings).Value);
    }

    [Fact]
    public void Options_of_verbs_stay()
    {
        string[] words = ["initialiser-les-vues", "--du", "2025-01-06", "--au=2025-06-23", "--maintenant", "2025-06-30T02:30+02:00", "-h"];

        Assert.Equal(words, SettingArguments.Extract(words).Words);
    }

    [Theory]
    [InlineData("--Pipeline:FuseauHoraire has no value", "--Pipeline:FuseauHoraire")]
    [InlineData("--Pipeline:FuseauHoraire has no value", "--Pipeline:FuseauHoraire", "--json")]
    [InlineData("did you mean --Pipeline:FuseauHoraire?", "--Pipeline:FuseauHorraire=x")]
    [InlineData("--Logging:Level is no setting.", "--Logging:Level=x")]
    [InlineData("write its entries as --Pipeline:Miroir:Exclure:0", "--Pipeline:Miroir:Exclure=log_*")]
    [InlineData("is a single value", "--Pipeline:PostgresBin:0=/usr/bin")]
    [InlineData("--Pipeline:Source is no setting", "--Pipeline:Source=x")]
    public void A_setting_that_cannot_be_meant_is_refused(string told, params string[] arguments)
    {
        var refusal = Assert.Throws<PipelineException>(() => SettingArguments.Extract(arguments));

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_never_repeated()
    {
        var refusal = Assert.Throws<PipelineException>(() => SettingArguments.Extract(["--ConnectionStrings:Sources=Password=tr0p-secret"]));

        Assert.DoesNotContain("tr0p-secret", refusal.Message, StringComparison.Ordinal);
    }
}
