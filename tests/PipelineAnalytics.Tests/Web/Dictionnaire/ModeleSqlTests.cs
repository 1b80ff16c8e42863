using PipelineAnalytics.Vues;
using PipelineAnalytics.Web.Pages.Dictionnaire;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Dictionnaire;

public sealed class ModeleSqlTests
{
    private static readonly HashSet<string> Known = ["jeune", "agence", "evenement_engagement", "ListeDiffusion"];

    [Theory]
    [InlineData("select * from public.jeune j join Pipeline . Usage_Hebdo u on true", "public.jeune, pipeline.usage_hebdo")]
    [InlineData("select * from public.\"ListeDiffusion\", public.jeune", "public.ListeDiffusion, public.jeune")]
    [InlineData("select 'from public.jeune' -- from public.agence\n/* public.agence */ from agence", "public.agence")]
    [InlineData("with jeune as (select 1) select * from jeune join \"ListeDiffusion\" on true", "public.ListeDiffusion")]
    [InlineData("with jeune (id) as materialized (select 1) select * from jeune", "")]
    [InlineData("select pipeline.fonction(1), extract(isodow from semaine) from evenement_engagement", "public.evenement_engagement")]
    public void What_a_statement_reads_is_found_in_its_text(string sql, string reads) => Assert.Equal(reads, string.Join(", ", ModeleSql.Lectures(sql, Known)));

    [Fact]
    public void Each_vue_reads_what_its_header_says_it_reads()
    {
        foreach (var vue in VueCatalog.Embedded)
        {
            var told = string.Join(' ', ModeleSql.Entete(vue.Model));
            var read = ModeleSql.Lectures(vue.Model, Known);
            Assert.NotEmpty(read);
            Assert.All(read, name => Assert.Contains(name, told[told.IndexOf("Reads ", StringComparison.Ordinal)..], StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_header_is_told_without_its_parameters() => Assert.Equal(["What it is.", "Reads public.jeune, public.agence."], ModeleSql.Entete("-- What it is.\n--\n-- Reads public.jeune,\n-- public.agence.\n-- $1 first Monday.\nselect 1 -- not this"));

    [Fact]
    public void A_vue_of_ones_own_is_on_the_drawing_with_what_it_reads()
    {
        var own = new VueDefinition("a_nous", "/vues/a_nous", "select * from public.rendez_vous join evenement_engagement on true", "", new Dictionary<string, string>());
        var lineage = Lignage.Of([.. VueCatalog.Embedded, own], Tables("rendez_vous", "jeune", "conseiller", "agence", "feature_flip", "evenement_engagement", "campagne"));
        Assert.Equal(["rendez_vous", "evenement_engagement"], lineage.Lit("a_nous"));
        Assert.Equal(["pipeline.usage_hebdo", "pipeline.fonctionnalite"], lineage.Lit("analytics_fonctionnalites").Order(StringComparer.Ordinal).Reverse());
        Assert.Contains(lineage.Noeuds, n => n is { Nom: "1\u00a0autre", Etage: Etage.Miroir });
        Assert.Equal(lineage.Liens.Count, new Dessin(lineage).Fleches.Count);
        Assert.Equal(lineage.Noeuds.Count, lineage.Noeuds.DistinctBy(n => n.Nom).Count());
    }

    private static Answer Tables(params string[] names) => new(QuestionCatalog.Of("dictionnaire_tables"), [], new Dictionary<string, string?>(),
        [new("nom", "text"), new("origine", "text")], [.. names.Select(n => new object?[] { n, n.StartsWith("evenement", StringComparison.Ordinal) ? "evenements" : "miroir" })]);
}
