using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Vues;
using PipelineAnalytics.Vues;
using PipelineAnalytics.Web.Pages.Semaines;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Web;

/// <summary>The page's question tells of the ledger what the ledger itself says: its rule is written twice, in two languages.</summary>
public sealed class SemainesRegistreTests(PostgresFixture postgres)
{
    private static readonly (DueReasons Reason, string Words)[] Wording =
    [
        (DueReasons.Missing, "manquante"), (DueReasons.Provisional, "provisoire"), (DueReasons.ModelChanged, "modèle changé"),
        (DueReasons.ZoneChanged, "fuseau changé"), (DueReasons.EventsChanged, "événements changés"), (DueReasons.EventsGone, "événements partis"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_due_and_why_is_what_the_ledger_says()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, du: "2025-08-04", weeks: 17);
        await AssertSameAsync(pipeline);
        await pipeline.VuesAsync();
        await pipeline.VuesAsync(new Semaine(new DateOnly(2025, 11, 24)));
        Assert.Empty(await AssertSameAsync(pipeline));

        await Sample.LateAsync(pipeline, "2025-10-15");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            update pipeline.vue_semaine set empreinte = 'another' where vue = 'analytics_engagement' and semaine = '2025-08-11';
            update pipeline.vue_semaine set fuseau = 'UTC', provisoire = true where vue = 'analytics_fonctionnalites' and semaine = '2025-08-18';
            delete from pipeline.vue_semaine where vue = 'analytics_engagement_national' and semaine = '2025-08-25';
            update pipeline.semaine set nb_evenements = 0 where semaine = '2025-09-01';
            """);
        var told = await AssertSameAsync(pipeline);
        Assert.Equal(Wording.Select(w => w.Words).Order(StringComparer.Ordinal), told.SelectMany(t => t.Split(": ")[1].Split(", ")).Distinct().Order(StringComparer.Ordinal));
    }

    /// <returns>The cells that are due, with their reasons.</returns>
    private static async Task<List<string>> AssertSameAsync(TestPipeline pipeline)
    {
        var clock = new BusinessClock(new ReplayTime(pipeline.Maintenant, TimeProvider.System), pipeline.Settings.FuseauHoraire);
        var expected = new List<string>();
        await using (var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation))
        {
            foreach (var vue in VueCatalog.Embedded)
            {
                var due = await SemaineLedger.DueAsync(connection, [vue], clock, Cancellation);
                expected.AddRange(due.Select(d => $"{d.Semaine} {vue.Name}: {string.Join(", ", Wording.Where(w => d.Reasons.HasFlag(w.Reason)).Select(w => w.Words))} {string.Join(", ", d.ChangedWeeks)}".TrimEnd()));
            }
        }

        await using var reading = new ReadingDatabase(pipeline.Settings);
        var answer = await new Asker(reading).AskAsync("semaines_registre", SemaineGrid.Given(VueCatalog.Embedded, clock), Cancellation);
        var told = answer.Rows.Where(r => r.Is("a_calculer")).ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Select(r => $"{r.Date("semaine"):O} {r.Text("vue")}: {r.Text("raisons")} {r.Text("semaines_changees")}".TrimEnd()).Order(StringComparer.Ordinal));
        return [.. told.Select(r => $"{r.Text("vue")}: {r.Text("raisons")}")];
    }
}
