using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Vues;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>The checks of the vues, against numbers that cannot be.</summary>
public sealed class ChecksTests(PostgresFixture postgres)
{
    private const string Semaine = "2025-07-14";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_that_cannot_be_are_refused_with_the_check_the_week_and_the_row()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 8);
        await pipeline.VuesAsync();
        Assert.Null(await RefusedAsync(pipeline, "select"));

        const string National = "analytics_engagement_national", Local = "analytics_engagement", Features = "analytics_fonctionnalites";
        await RefusesAsync("geographie", National, "nb_actifs_4_semaines_sur_6 = 1");
        await RefusesAsync("geographie", National, "nb_actifs_4_semaines_sur_6 = 1, nb_actifs_3_semaines_sur_6 = 1");
        await RefusesAsync("geographie", National, "nombre_utilisateurs_engages_2_jours_dans_la_semaine = 1");
        await RefusesAsync("geographie", National, "nombre_utilisateurs_engages_2_jours_dans_la_semaine = 1, nombre_utilisateurs_2_evenements_dans_la_semaine = 1");
        await RefusesAsync("geographie", National, "nombre_utilisateurs_2_mois = 3");
        await RefusesAsync("geographie", National, "nombre_utilisateurs_2_mois = 3, nombre_utilisateurs_1_mois = 3");
        await RefusesAsync("geographie", National, "structure = 'AUTRE'");
        await RefusesAsync("maille", National, "nb_actifs_4_semaines_sur_6 = -1");
        await RefusesAsync("ordre", Local, "nb_actifs_3_semaines_sur_6 = 1");
        await RefusesAsync("ordre", Local, "nb_actifs_3_semaines_sur_6 = 3");
        await RefusesAsync("ordre", Local, "nombre_utilisateurs_1_mois = 3");
        await RefusesAsync("ordre", Local, "nombre_utilisateurs_engages_2_jours_dans_la_semaine = 3");
        await RefusesAsync("sommes", Features, "nb_ae_action = nb_ae_action + 1");
        await RefusesAsync("sommes", Features, "nb_ae_categorie = nb_ae_categorie + 1");
        await RefusesAsync("sommes", Features, "nb_ae_total = nb_ae_total + 1");
        await RefusesAsync("sommes", Features, "nb_ae_nom = nb_ae_nom - 1");
        await RefusesAsync("utilisateurs", Features, "nb_users_nom = nb_users_nom + 1");
        await RefusesAsync("maille", Features, "structure = 'PASS_EMPLOI'");

        async Task RefusesAsync(string check, string vue, string wrong)
        {
            var told = await RefusedAsync(pipeline, $"update public.{vue} set {wrong} where semaine = '{Semaine}'");
            Assert.NotNull(told);
            Assert.Contains($"The check {check} of the vue ", told, StringComparison.Ordinal);
            Assert.Contains($" refuses the week {Semaine}: structure=", told, StringComparison.Ordinal);
        }
    }

    /// <summary>What is told once a statement made the numbers wrong, and which of a vue's checks tell it; the statement is taken back.</summary>
    private static async Task<string?> RefusedAsync(TestPipeline pipeline, string statement)
    {
        await using var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var command = new Npgsql.NpgsqlCommand(statement, connection)) await command.ExecuteNonQueryAsync(Cancellation);
        var told = new List<string>();
        foreach (var vue in VueCatalog.Embedded.SelectMany(v => v.Checks.Select(c => v with { Checks = new Dictionary<string, string> { [c.Key] = c.Value } })))
        {
            try
            {
                await VueChecks.PassAsync(connection, vue, new SemaineRange(PipelineAnalytics.Semaine.Parse("2025-06-02"), PipelineAnalytics.Semaine.Parse("2025-07-21")), Cancellation);
            }
            catch (PipelineException e)
            {
                told.Add(e.Message);
            }
        }

        return told.Count == 0 ? null : string.Join('\n', told);
    }
}
