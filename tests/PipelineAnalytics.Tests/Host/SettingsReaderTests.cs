using Microsoft.Extensions.Configuration;
using PipelineAnalytics.Host.Configuration;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class SettingsReaderTests : IDisposable
{
    private const string File = "appsettings.json";

    private readonly TemporaryFolder shipped = new(), current = new();
    private readonly Dictionary<string, string?> environment = [];

    public void Dispose()
    {
        shipped.Dispose();
        current.Dispose();
    }

    [Fact]
    public void Without_any_place_the_defaults_hold()
    {
        var settings = Read();

        Assert.Equal(("Europe/Paris", null, null), (settings.FuseauHoraire, settings.Source, settings.Analytics));
        Assert.Null(settings.Miroir.Exclure);
    }

    [Fact]
    public void Later_places_win()
    {
        Assert.Equal("Europe/Paris", Read().FuseauHoraire);
        shipped.Write(File, """{ "Pipeline": { "FuseauHoraire": "Indian/Reunion", "PostgresBin": "/shipped" } }""");
        Assert.Equal("Indian/Reunion", Read().FuseauHoraire);
        current.Write(File, """{ "Pipeline": { "FuseauHoraire": "America/Cayenne" } }""");
        Assert.Equal("America/Cayenne", Read().FuseauHoraire);
        environment["Pipeline:FuseauHoraire"] = "Pacific/Noumea";
        Assert.Equal("Pacific/Noumea", Read().FuseauHoraire);
        var settings = Read(("Pipeline:FuseauHoraire", "UTC"));

        Assert.Equal(("UTC", "/shipped"), (settings.FuseauHoraire, settings.PostgresBin));
    }

    [Fact]
    public void What_becomes_of_personal_data_is_a_section_of_its_own()
    {
        current.Write(File, """{ "Confidentialite": { "Profil": "pseudonymes", "Supprimer": ["a.b", "c.d"] } }""");
        environment["Confidentialite:ColonneInconnue"] = "stop";
        environment["Confidentialite:Supprimer:0"] = "e.f";
        var settings = Read(("Confidentialite:Cle", "secret"));

        Assert.Equal(("pseudonymes", "stop", "secret"), (settings.Confidentialite.Profil, settings.Confidentialite.ColonneInconnue, settings.Confidentialite.Cle));
        Assert.Equal(["e.f"], settings.Confidentialite.Supprimer!);
        environment["Confidentialite:Colonne"] = "x";
        Assert.Contains("Confidentialite__Colonne is no setting", Assert.Throws<PipelineException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_strings_are_found_where_platforms_put_them()
    {
        current.Write(File, """{ "ConnectionStrings": { "Source": "postgres://a/b", "Other": "x" }, "Logging": {} }""");
        environment["ConnectionStrings:Analytics"] = "Host=c;Database=d";
        var settings = Read();

        Assert.Equal(("postgres://a/b", "Host=c;Database=d"), (settings.Source, settings.Analytics));
    }

    [Fact]
    public void A_list_replaces_the_whole_list_of_an_earlier_place()
    {
        current.Write(File, """{ "Pipeline": { "Miroir": { "Exclure": ["a", "b", "c"], "ExclureDonnees": ["d"] } } }""");
        environment["Pipeline:Miroir:Exclure:0"] = "z";
        var settings = Read();

        Assert.Equal(["z"], settings.Miroir.Exclure!);
        Assert.Equal(["d"], settings.Miroir.ExclureDonnees!);
    }

    [Fact]
    public void An_empty_list_is_a_list()
    {
        current.Write(File, """{ "Pipeline": { "Miroir": { "Exclure": [] } } }""");

        Assert.Empty(Read().Miroir.Exclure!);
    }

    [Theory]
    [InlineData("""{ "Pipeline": { "FuseauHorair": "UTC" } }""", "did you mean Pipeline__FuseauHoraire?")]
    [InlineData("""{ "Pipeline": { "Miroir": { "Inclure": ["a"] } } }""", "Pipeline__Miroir__Inclure is no setting; did you mean Pipeline__Miroir__Exclure?")]
    [InlineData("""{ "Pipeline": { "Miroir": "a" } }""", "Pipeline__Miroir is a group of settings")]
    [InlineData("""{ "Pipeline": { "Miroir": { "Exclure": "a" } } }""", "Pipeline__Miroir__Exclure is a list")]
    [InlineData("""{ "Pipeline": { "Miroir": { "Exclure": { "a": "b" } } } }""", "a list of texts")]
    [InlineData("""{ "Pipeline": { "PostgresBin": ["a"] } }""", "a single value")]
    [InlineData("""{ "Pipeline": """, "appsettings.json")]
    public void A_mistake_is_told_with_its_place(string text, string told)
    {
        current.Write(File, text);
        var refusal = Assert.Throws<PipelineException>(() => Read());

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    private PipelineSettings Read(params (string Name, string Value)[] arguments) => SettingsReader.Read(
        new SettingsPlaces(shipped.Path, current.Path, builder => builder.AddInMemoryCollection(environment)),
        arguments.Select(a => KeyValuePair.Create(a.Name, (string?)a.Value)));
}
