using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>Tables whose <c>table.sql</c> changed: made anew, checked and exchanged together, while dashboards read.</summary>
public sealed class RebuildTests(PostgresFixture postgres)
{
    private const string Rows = "public." + VueFolder.Vue;

    /// <summary>Weeks in which the country does not have the users of its only region.</summary>
    private const string Disagreements = """
        select count(*)
        from (select semaine, structure, type_utilisateur, sum(nombre_utilisateurs_2_mois) as ensemble from public.analytics_engagement group by 1, 2, 3) e
        full join public.analytics_engagement_national n using (semaine, structure, type_utilisateur)
        where e.ensemble is distinct from n.nombre_utilisateurs_2_mois
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_vues_that_change_at_once_are_exchanged_both_or_not_at_all()
    {
        string[] all = [Rows, "public.analytics_engagement", "public.analytics_engagement_national", "public.analytics_fonctionnalites", "pipeline.vue", "pipeline.vue_semaine", "pipeline.revision"];
        const string Tables = "select string_agg(oid::text, ' ' order by oid) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();
        await ChangeTableAsync(pipeline, "analytics_engagement_national");
        await Sample.LateAsync(pipeline, "2025-06-11");
        var before = (await pipeline.ScalarAsync<string>(Tables), await Sample.AllAsync(pipeline, all));
        folder.Write(VueFolder.Vue, "table.sql", VueFolder.Table.Replace("integer", "bigint", StringComparison.Ordinal));
        folder.Write(VueFolder.Vue, "model.sql", VueFolder.Model.Replace("count(distinct id_utilisateur)", "count(*) + 5", StringComparison.Ordinal));
        // The check reads the table that is to come, by whatever name it calls it.
        foreach (var name in new[] { "public.utilisateurs_par_jour", "\"public\" . \"utilisateurs_par_jour\"", "PUBLIC.utilisateurs_par_jour", "utilisateurs_par_jour" })
        {
            folder.Write(VueFolder.Vue, "checks/trop.sql", VueFolder.Check.Replace("public.utilisateurs_par_jour", name, StringComparison.Ordinal));
            var result = await Sample.RunAsync(pipeline, "charger-les-vues");
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("The check trop of the vue utilisateurs_par_jour refuses the week 2025-06-", result.StandardError, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await pipeline.ScalarAsync<string>(Tables), await Sample.AllAsync(pipeline, all)));

        folder.Write(VueFolder.Vue, "model.sql", VueFolder.Model);
        await pipeline.VuesAsync();
        Assert.Equal(0, (int)(await Sample.JsonAsync(pipeline, "status"))["weeksDue"]!);
        Assert.Equal(0, await pipeline.ScalarAsync<long>(Disagreements));
        Assert.Equal(7, await pipeline.ScalarAsync<long>($"select count(*) from {Rows}"));
        Assert.Null(await pipeline.ScalarAsync<string>("select to_regnamespace('pipeline_vues_suivantes')::text"));
    }

    [Fact]
    public async Task A_late_event_and_a_changed_table_are_never_seen_in_one_vue_alone()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres);
        await pipeline.VuesAsync();
        await Sample.LateAsync(pipeline, "2025-06-11");
        await Sample.LateAsync(pipeline, "2025-09-10", 900_001);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where semaine = '2025-10-13'");
        await pipeline.EnrichAsync();
        await ChangeTableAsync(pipeline, "analytics_engagement_national");

        var run = pipeline.VuesAsync();
        long reads = 0, wrong = 0;
        while (!run.IsCompleted)
        {
            wrong += await pipeline.ScalarAsync<long>(Disagreements);
            reads++;
        }

        await run;
        Assert.Equal(0, wrong);
        Assert.True(reads > 1, $"{reads} reads");
        Assert.Equal(0, await pipeline.ScalarAsync<long>(Disagreements));
        Assert.Equal(0, (int)(await Sample.JsonAsync(pipeline, "status"))["weeksDue"]!);
        Assert.Equal("19 events changed in 2025-06-09", await pipeline.ScalarAsync<string>(
            "select (select count(distinct semaine) from pipeline.vue_semaine) || ' ' || cause from pipeline.revision where vue = 'analytics_engagement_national' and semaine = '2025-06-09'"));
        Assert.Equal("events gone", await pipeline.ScalarAsync<string>("select string_agg(distinct cause, ';') from pipeline.revision where semaine = '2025-10-13'"));
    }

    [Fact]
    public async Task While_somebody_holds_the_old_table_the_exchange_gives_way_to_other_readers()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        await pipeline.VuesAsync();
        await ChangeTableAsync(pipeline, "analytics_engagement");
        var old = await pipeline.ScalarAsync<uint>("select 'public.analytics_engagement'::regclass::oid");
        await using var holder = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await using var transaction = await holder.BeginTransactionAsync(Cancellation);
        await using (var read = new NpgsqlCommand("select count(*) from public.analytics_engagement", holder)) await read.ExecuteScalarAsync(Cancellation);

        var run = pipeline.VuesAsync();
        await Soon.UntilAsync("an exchange that waits for the lock", () => pipeline.ScalarAsync<bool>("select exists (select from pg_locks where mode = 'AccessExclusiveLock' and not granted)"));
        // Without the exchange's patience this would wait for the holder, and the test with it.
        Assert.Equal(3, await pipeline.ScalarAsync<long>("select count(*) from public.analytics_engagement"));
        Assert.False(run.IsCompleted);
        await transaction.CommitAsync(Cancellation);
        await run;

        Assert.NotEqual(old, await pipeline.ScalarAsync<uint>("select 'public.analytics_engagement'::regclass::oid"));
        Assert.Equal(3, await pipeline.ScalarAsync<long>("select count(*) from public.analytics_engagement"));
    }

    /// <summary>As if the vue's table.sql had been another when its table was made.</summary>
    private static Task ChangeTableAsync(TestPipeline pipeline, string vue) =>
        TestPipeline.ExecuteAsync(pipeline.Analytics, $"update pipeline.vue set empreinte_table = 'autre' where vue = '{vue}'");
}
