using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Questions;

public sealed class QuestionTests
{
    private static readonly Question Asked = Question.Parse("essai", """
        -- Un essai.
        -- $1 du (semaine) : première semaine
        -- $2 maille (texte, facultatif, parmi departement region) : vide, departement
        -- $3 semaines (entier, de 2 à 104) : combien
        -- $4 mot (texte, facultatif) : vide, tous
        select $1, $2, $3, $4;
        """);

    [Theory]
    [InlineData("maille", "commune", "maille : « commune » n'existe pas ; il y a : departement, region.")]
    [InlineData("maille", "Region", "maille : « Region » n'existe pas ; il y a : departement, region.")]
    [InlineData("semaines", "1", "semaines : 1 ; donnez un nombre de 2 à 104.")]
    [InlineData("semaines", "105", "semaines : 105 ; donnez un nombre de 2 à 104.")]
    [InlineData("semaines", "-5", "semaines : -5 ; donnez un nombre de 2 à 104.")]
    [InlineData("semaines", "douze", "semaines : « douze » n'est pas un nombre entier.")]
    [InlineData("semaines", "", "semaines est à donner : combien")]
    [InlineData("du", "2025-06-24", "du : le 2025-06-24 n'est pas un lundi ; sa semaine est celle du 2025-06-23.")]
    public void What_is_no_value_of_a_parameter_is_refused_with_what_to_write(string name, string text, string message) =>
        Assert.Equal(message, Assert.Throws<QuestionException>(() => Asked.Parameter(name).Read(text)).Message);

    [Theory]
    [InlineData("maille", "region", "region")]
    [InlineData("maille", "", null)]
    [InlineData("semaines", "2", 2)]
    [InlineData("semaines", "104", 104)]
    [InlineData("mot", "ce que l'on veut", "ce que l'on veut")]
    public void What_is_one_is_read(string name, string text, object? value) => Assert.Equal(value, Asked.Parameter(name).Read(text));

    [Theory]
    [InlineData("-- Un essai.\nselect $1")]
    [InlineData("-- Un essai.\n-- $2 du (semaine) : première\nselect $1")]
    [InlineData("-- Un essai.\n-- $1 du (mois) : premier\nselect $1")]
    [InlineData("-- $1 du (semaine) : première\nselect $1")]
    public void A_header_that_does_not_describe_each_parameter_is_a_defect(string text) => Assert.Throws<InvalidOperationException>(() => Question.Parse("essai", text));
}
