using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>A new vue is a new folder.</summary>
public sealed class FolderTests(PostgresFixture postgres)
{
    private const string Rows = "public." + VueFolder.Vue;

    [Fact]
    public async Task A_folder_that_is_added_is_found_in_the_cli_the_ledger_and_the_backfill()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 4);
        await pipeline.VuesAsync();
        using var folder = VueFolder.WithOne();
        pipeline.Settings.Vues.Dossier = folder.Root;

        Assert.Equal(4, (int)(await Sample.JsonAsync(pipeline, "status"))["weeksDue"]!);
        var plan = (await Sample.JsonAsync(pipeline, "charger-les-vues", "--plan"))["plan"]!;
        Assert.Contains(VueFolder.Vue, Sample.Texts(plan["vues"]));
        Assert.All(plan["weeks"]!.AsArray(), w => Assert.Equal([VueFolder.Vue], Sample.Texts(w!["vues"])));

        Assert.Equal(4, (int)(await Sample.JsonAsync(pipeline, "charger-les-vues"))["result"]!["weeks"]!);
        Assert.Equal("8 2 2", await pipeline.ScalarAsync<string>($"select count(*) || ' ' || min(nb_utilisateurs) || ' ' || max(nb_utilisateurs) from {Rows}"));
        Assert.Equal(4, await pipeline.ScalarAsync<long>($"select count(*) from pipeline.vue_semaine where vue = '{VueFolder.Vue}'"));
        Assert.Equal(4, (int)Vue(await Sample.JsonAsync(pipeline, "status"))["weeks"]!);

        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"delete from {Rows}");
        await Sample.JsonAsync(pipeline, "initialiser-les-vues");
        Assert.Equal(8, await pipeline.ScalarAsync<long>($"select count(*) from {Rows}"));
    }

    [Fact]
    public async Task The_example_of_the_page_for_analysts_works()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var stream = typeof(FolderTests).Assembly.GetManifestResourceStream("ajouter-une-vue.md")!;
        using var reader = new StreamReader(stream);
        var blocks = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("```").Where(b => b.StartsWith("sql\n", StringComparison.Ordinal)).Select(b => b[4..]).ToList();
        using var folder = new VueFolder();
        folder.Write(VueFolder.Vue, "table.sql", blocks[0]);
        folder.Write(VueFolder.Vue, "model.sql", blocks[1]);
        folder.Write(VueFolder.Vue, "checks/jours.sql", blocks[2]);
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();

        Assert.Equal(6, await pipeline.ScalarAsync<long>($"select count(*) from {Rows}"));
        await TestPipeline.ExecuteAsync(pipeline.Analytics, blocks[3]);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, blocks[4]);
    }

    [Fact]
    public async Task The_model_can_be_tried_in_psql_as_the_page_says()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        using var stream = typeof(FolderTests).Assembly.GetManifestResourceStream("ajouter-une-vue.md")!;
        using var reader = new StreamReader(stream);
        var session = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("```").Single(b => b.Contains("analytics=> ", StringComparison.Ordinal));
        var typed = string.Join('\n', session.Split('\n').Where(l => l.StartsWith("analytics", StringComparison.Ordinal)).Select(l => l[(l.IndexOf("> ", StringComparison.Ordinal) + 2)..]))
            .Replace("/srv/analytics/vues", folder.Root, StringComparison.Ordinal) + "\n";
        var to = new Npgsql.NpgsqlConnectionStringBuilder(pipeline.AnalyticsText);

        var result = await Cli.Wrap(PostgresBinaries.FindTool("psql", null))
            .WithArguments(["-X", "-A", "-v", "ON_ERROR_STOP=1", "-h", to.Host!, "-p", to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", to.Username!, to.Database!])
            .WithEnvironmentVariables(e => e.Set("PGPASSWORD", to.Password)).WithStandardInputPipe(PipeSource.FromString(typed)).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Contains("2025-06-16|2025-06-17|MILO|2", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("evenement_engagement_20250616", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("evenement_engagement_20250609", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_of_an_analyst_survives_a_change_of_table_sql_and_the_numbers_that_moved_are_noted()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"create view public.mes_jours as select jour, nb_utilisateurs from {Rows}; comment on view public.mes_jours is 'à moi'");

        folder.Write(VueFolder.Vue, "table.sql", VueFolder.Table.Replace("nb_utilisateurs integer not null,", "nb_utilisateurs bigint not null,\n  nb_evenements bigint not null,", StringComparison.Ordinal));
        folder.Write(VueFolder.Vue, "model.sql", VueFolder.Model.Replace("count(distinct id_utilisateur)", "count(*) as nb_evenements, 7", StringComparison.Ordinal));
        await pipeline.VuesAsync();

        Assert.Equal("6 à moi", await pipeline.ScalarAsync<string>("select count(*) || ' ' || obj_description('public.mes_jours'::regclass) from public.mes_jours where nb_utilisateurs = 7"));
        Assert.Equal("3 2→7 model changed", await pipeline.ScalarAsync<string>($"select count(*) || ' ' || min(avant::text) || '→' || min(apres::text) || ' ' || min(cause) from pipeline.revision where vue = '{VueFolder.Vue}'"));
    }

    [Fact]
    public async Task A_table_that_is_made_anew_passes_its_checks_or_the_old_one_stays()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();
        var before = await Sample.AllAsync(pipeline, Rows, "pipeline.vue", "pipeline.vue_semaine");
        folder.Write(VueFolder.Vue, "table.sql", VueFolder.Table.Replace("integer", "bigint", StringComparison.Ordinal));
        folder.Write(VueFolder.Vue, "model.sql", VueFolder.Model.Replace("count(distinct id_utilisateur)", "count(*) + 5", StringComparison.Ordinal));
        folder.Write(VueFolder.Vue, "checks/trop.sql", VueFolder.Check);

        var result = await Sample.RunAsync(pipeline, "charger-les-vues");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The check trop of the vue utilisateurs_par_jour refuses the week 2025-06-", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await Sample.AllAsync(pipeline, Rows, "pipeline.vue", "pipeline.vue_semaine"));
    }

    [Fact]
    public async Task A_vue_whose_folder_is_gone_keeps_its_table_and_nothing_of_it_is_due()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();
        folder.Remove(VueFolder.Vue);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where semaine = '2025-06-09'");
        await pipeline.EnrichAsync();
        await pipeline.VuesAsync();

        var status = await Sample.JsonAsync(pipeline, "status");
        Assert.True((bool)Vue(status)["folderGone"]!);
        Assert.Equal(0, (int)status["weeksDue"]!);
        Assert.Equal(6, await pipeline.ScalarAsync<long>($"select count(*) from {Rows}"));
        Assert.Contains("its folder is gone: the table stays as it is", (await Sample.RunAsync(pipeline, "status")).StandardOutput, StringComparison.Ordinal);
    }

    private static JsonNode Vue(JsonNode status) => status["vues"]!.AsArray().Single(v => (string)v!["vue"]! == VueFolder.Vue)!;
}
