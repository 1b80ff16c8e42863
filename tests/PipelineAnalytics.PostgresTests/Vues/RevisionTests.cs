using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>"Why did March change?"</summary>
public sealed class RevisionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_moved_in_a_published_week_is_noted_with_its_largest_change_and_its_cause()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 12);
        await pipeline.VuesAsync();
        Assert.Equal(0, await pipeline.ScalarAsync<long>("select count(*) from pipeline.revision"));
        await Sample.LateAsync(pipeline, "2025-07-30");
        await pipeline.VuesAsync();

        // A third user of the week: seen in two months and in one; she is not actif.
        Assert.Equal("2 nombre_utilisateurs_1_mois 2→3 events changed in 2025-07-28", await pipeline.ScalarAsync<string>(
            "select nb_cellules || ' ' || colonne || ' ' || avant || '→' || apres || ' ' || cause from pipeline.revision where vue = 'analytics_engagement_national' and semaine = '2025-07-28'"));
        // Her event has no category: the row of it appears, and the totals of the other row move.
        Assert.Equal("10", await pipeline.ScalarAsync<string>("select nb_cellules::text from pipeline.revision where vue = 'analytics_fonctionnalites' and semaine = '2025-07-28'"));
        Assert.Equal("2025-07-28 2025-08-18", await pipeline.ScalarAsync<string>("select min(semaine) || ' ' || max(semaine) from pipeline.revision"));
        var told = (await Sample.JsonAsync(pipeline, "status"))["revisions"]!.AsArray();
        Assert.Contains(told, r => (string)r!["vue"]! == "analytics_engagement_national" && (int)r["largest"]!["to"]! == 3 && (string)r["largest"]!["row"]!["structure"]! == "MILO");
        Assert.Contains("analytics_engagement_national 2025-07-28: 2 cells, events changed in 2025-07-28; most nombre_utilisateurs_1_mois 2 → 3 (MILO, JEUNE)", (await Sample.RunAsync(pipeline, "status", "--nombre", "100")).StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_come_out_as_they_were_are_not_written_again()
    {
        const string Versions = "select string_agg(xmin::text || ctid::text, ' ' order by ctid) from public.analytics_engagement";
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 12);
        await pipeline.BackfillAsync();
        var before = await pipeline.ScalarAsync<string>(Versions);

        var again = await pipeline.BackfillAsync();

        Assert.Equal(before, await pipeline.ScalarAsync<string>(Versions));
        Assert.Equal(0, (long)again.Outcome.Result["cellsChanged"]!);
        Assert.Equal(0, await pipeline.ScalarAsync<long>("select count(*) from pipeline.revision"));
    }

    [Fact]
    public async Task A_week_that_was_tampered_with_is_mended_and_the_cause_is_that_somebody_asked()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        await pipeline.VuesAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.analytics_engagement set nombre_utilisateurs_2_mois = 100 where semaine = '2025-06-09'; delete from public.analytics_fonctionnalites where semaine = '2025-06-09'");

        await pipeline.VuesAsync(Semaine.Parse("2025-06-09"));

        Assert.Equal("1 100→2 recomputed on demand", await pipeline.ScalarAsync<string>("select nb_cellules || ' ' || avant || '→' || apres || ' ' || cause from pipeline.revision where vue = 'analytics_engagement'"));
        Assert.Equal("8 4", await pipeline.ScalarAsync<string>("select nb_cellules || coalesce(avant::text, ' ') || apres from pipeline.revision where vue = 'analytics_fonctionnalites'"));
    }
}
