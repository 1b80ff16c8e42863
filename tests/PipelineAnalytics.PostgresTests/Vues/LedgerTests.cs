using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>What is due, why, and what is said of it.</summary>
public sealed class LedgerTests(PostgresFixture postgres)
{
    private const string Ledger = "pipeline.vue_semaine", Weeks = "pipeline.semaine";

    [Fact]
    public async Task A_plan_says_which_weeks_and_why_and_changes_nothing()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres);
        var before = await Sample.AllAsync(pipeline, Weeks, "pipeline.suivi_job", "pipeline.schema_version");

        var first = (await Sample.JsonAsync(pipeline, "charger-les-vues", "--plan"))["plan"]!;

        Assert.Equal(20, first["weeks"]!.AsArray().Count);
        Assert.All(first["weeks"]!.AsArray(), w => Assert.Equal(["missing"], Sample.Texts(w!["reasons"])));
        Assert.Null(first["estimatedSeconds"]);
        Assert.Equal(before, await Sample.AllAsync(pipeline, Weeks, "pipeline.suivi_job", "pipeline.schema_version"));
        Assert.Null(await pipeline.ScalarAsync<string>("select to_regclass('public.analytics_engagement')::text"));

        await pipeline.VuesAsync();
        await Sample.LateAsync(pipeline, "2025-09-03");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from pipeline.vue_semaine where semaine = '2025-06-09' and vue = 'analytics_engagement'; update pipeline.vue_semaine set empreinte = 'autre' where semaine = '2025-06-16'");
        var then = (await Sample.JsonAsync(pipeline, "charger-les-vues", "--plan"))["plan"]!;
        var reasons = then["weeks"]!.AsArray().ToDictionary(w => (string)w!["semaine"]!, w => string.Join(",", Sample.Texts(w!["reasons"])));

        Assert.Equal("missing", reasons["2025-06-09"]);
        Assert.Equal("model changed", reasons["2025-06-16"]);
        Assert.Equal("events changed", reasons["2025-09-01"]);
        // The last week whose two months reach back to the first of September, of those that have events.
        Assert.Equal("2025-10-13", reasons.Keys.Max(StringComparer.Ordinal));
        Assert.Equal(["2025-09-01"], Sample.Texts(then["weeks"]!.AsArray()[^1]!["changedWeeks"]));
        Assert.DoesNotContain("2025-08-25", reasons.Keys);
        Assert.True((double)then["estimatedSeconds"]! > 0);
    }

    [Fact]
    public async Task A_plan_says_what_is_counted_and_made_anew_before()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        await pipeline.VuesAsync();
        var nothing = (await Sample.JsonAsync(pipeline, "initialiser-les-vues", "--plan"))["plan"]!;
        Assert.Equal((0, 0), ((int)nothing["weeksCountedAnew"]!, nothing["tablesMadeAnew"]!.AsArray().Count));

        var asked = (await Sample.JsonAsync(pipeline, "initialiser-les-vues", "--plan", "--reconstruire"))["plan"]!;
        Assert.Equal(4, (int)asked["weeksCountedAnew"]!);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update pipeline.vue set empreinte_table = 'autre' where vue = 'analytics_engagement'; update public.evenement_engagement set structure = 'CEJ' where semaine = '2025-06-09'");
        var result = await Sample.RunAsync(pipeline, "charger-les-vues", "--plan");
        Assert.Contains("1 week would first be counted anew", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("made anew, with all their weeks: analytics_engagement.", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_told_to_people_in_a_line_a_reason()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        var result = await Sample.RunAsync(pipeline, "initialiser-les-vues", "--plan", "--du", "2025-06-09");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("initialiser-les-vues would compute 2 weeks of 4 vues, in a time that is not known yet:", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("  2 weeks, 2025-06-09 to 2025-06-16: missing", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charger_les_vues_computes_what_is_due_and_status_says_what_is()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 12);
        await pipeline.VuesAsync();
        await Sample.LateAsync(pipeline, "2025-07-30");
        var due = (int)(await Sample.JsonAsync(pipeline, "status"))["weeksDue"]!;

        Assert.Equal(4, due);
        Assert.Equal(due, (int)(await Sample.JsonAsync(pipeline, "charger-les-vues"))["result"]!["weeks"]!);
        Assert.Equal(0, (int)(await Sample.JsonAsync(pipeline, "status"))["weeksDue"]!);
        Assert.Equal(0, await pipeline.ScalarAsync<long>($"select count(*) from {Ledger} where duree_ms is null or suivi is null"));
    }

    [Fact]
    public async Task The_current_week_is_computed_when_it_is_asked_for_only_and_again_when_it_is_over()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        var wednesday = DateTimeOffset.Parse("2025-06-25T03:00:00+02:00", System.Globalization.CultureInfo.InvariantCulture);
        pipeline.Maintenant = wednesday;
        await pipeline.VuesAsync();
        Assert.Equal(0, await pipeline.ScalarAsync<long>($"select count(*) from {Ledger} where semaine = '2025-06-23'"));

        var run = await pipeline.VuesAsync(Semaine.Parse("2025-06-23"));
        Assert.True((bool)run.Outcome.Result["provisional"]!);
        Assert.Equal(4, await pipeline.ScalarAsync<long>($"select count(*) from {Ledger} where semaine = '2025-06-23' and provisoire"));

        await Sample.LateAsync(pipeline, "2025-06-27");
        pipeline.Maintenant = wednesday.AddDays(5);
        await pipeline.VuesAsync();
        Assert.Equal(0, await pipeline.ScalarAsync<long>($"select count(*) from {Ledger} where provisoire"));
        Assert.Equal("provisional until now", await pipeline.ScalarAsync<string>("select distinct cause from pipeline.revision"));
    }

    [Fact]
    public async Task Of_the_current_week_that_is_computed_again_nobody_is_told_that_it_is_over()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        pipeline.Maintenant = DateTimeOffset.Parse("2025-06-25T03:00:00+02:00", System.Globalization.CultureInfo.InvariantCulture);
        await pipeline.VuesAsync(Semaine.Parse("2025-06-23"));
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.analytics_engagement set nombre_utilisateurs_2_mois = 100 where semaine = '2025-06-23'");

        await pipeline.VuesAsync(Semaine.Parse("2025-06-23"));

        Assert.Equal("recomputed on demand", await pipeline.ScalarAsync<string>("select string_agg(cause, ';') from pipeline.revision"));
        Assert.Equal(4, await pipeline.ScalarAsync<long>($"select count(*) from {Ledger} where provisoire"));
    }

    [Fact]
    public async Task In_another_zone_than_that_of_the_events_status_does_not_promise_that_weeks_are_computed()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 1);
        await pipeline.VuesAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"update {Ledger} set fuseau = 'UTC'");

        Assert.Contains("1 week due, which charger-les-vues computes once Pipeline__FuseauHoraire is set back to the zone of the events:",
            (await Sample.RunAsync(pipeline, "status")).StandardOutput.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_that_has_not_begun_is_refused()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 1);
        var result = await Sample.RunAsync(pipeline, "charger-les-vues", "--semaine", "2025-12-01");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("error: The week 2025-12-01 has not begun: today is 2025-11-26 in Europe/Paris.", result.StandardError.Trim());
    }

    [Fact]
    public async Task A_week_whose_events_vanished_is_emptied_and_that_is_noted()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        await pipeline.VuesAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where semaine = '2025-06-16'");
        await pipeline.EnrichAsync();
        var plan = (await Sample.JsonAsync(pipeline, "charger-les-vues", "--plan"))["plan"]!["weeks"]!.AsArray();
        Assert.True((bool)plan.Single(w => (string)w!["semaine"]! == "2025-06-16")!["emptied"]!);

        await pipeline.VuesAsync();

        Assert.Equal(0, await pipeline.ScalarAsync<long>("select count(*) from public.analytics_engagement where semaine = '2025-06-16'"));
        Assert.Equal("events gone:6", await pipeline.ScalarAsync<string>("select cause || ':' || nb_cellules from pipeline.revision where semaine = '2025-06-16' and vue = 'analytics_engagement'"));
    }

    /// <summary>Whether it is named or found: what the next run would take away is not published.</summary>
    [Fact]
    public async Task A_named_week_without_events_is_not_published_and_is_emptied_where_it_was()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        var never = await pipeline.VuesAsync(Semaine.Parse("2025-07-07"));
        Assert.Equal(0, (int)never.Outcome.Result["weeks"]!);
        await pipeline.VuesAsync(Semaine.Parse("2025-06-16"));
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where semaine = '2025-06-16'");

        await pipeline.VuesAsync(Semaine.Parse("2025-06-16"));

        Assert.Equal(0, await pipeline.ScalarAsync<long>("select (select count(*) from public.analytics_engagement) + (select count(*) from pipeline.vue_semaine)"));
    }
}
