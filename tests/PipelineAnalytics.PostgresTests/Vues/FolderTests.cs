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

    [Fact]
    public async Task A_check_that_returns_a_row_names_the_week_and_the_row_and_what_was_published_stays()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        folder.Write(VueFolder.Vue, "checks/trop.sql", VueFolder.Check);
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();
        const string OfTheWeek = $"""
            select (select string_agg(t::text, ',' order by jour) from {Rows} t where semaine = '2025-06-09') || (select string_agg(t::text, ',') from public.analytics_engagement t where semaine = '2025-06-09')
                   || (select string_agg(t::text, ',' order by vue) from pipeline.vue_semaine t where semaine = '2025-06-09')
            """;
        var before = await pipeline.ScalarAsync<string>(OfTheWeek);
        await Sample.LateAsync(pipeline, "2025-06-11");
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (id, date_evenement, structure, id_utilisateur) select 910000 + i, '2025-06-11T10:00Z', 'MILO', 'u' || i from generate_series(1, 4) i");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();

        var result = await Sample.RunAsync(pipeline, "charger-les-vues", "--paralleles", "1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: The check trop of the vue utilisateurs_par_jour refuses the week 2025-06-09: jour=2025-06-11, structure=MILO, nb_utilisateurs=5.", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await pipeline.ScalarAsync<string>(OfTheWeek));
        // Its neighbour, which the late event touches too, is not kept back.
        var due = (await Sample.JsonAsync(pipeline, "status"))["due"]!.AsArray();
        Assert.Equal(["2025-06-09"], due.Select(d => (string)d!["semaine"]!));
        Assert.Equal(3, await pipeline.ScalarAsync<int>("select nombre_utilisateurs_2_mois from public.analytics_engagement_national where semaine = '2025-06-16' and type_utilisateur = 'JEUNE'"));
    }

    [Fact]
    public async Task Weeks_that_are_refused_are_named_and_all_others_are_published()
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres);
        using var folder = VueFolder.WithOne();
        folder.Write(VueFolder.Vue, "checks/jours.sql", $"select * from {Rows} where semaine between $1 and $2 and semaine in ('2025-06-02', '2025-06-09', '2025-08-04')");
        pipeline.Settings.Vues.Dossier = folder.Root;

        var result = await Sample.RunAsync(pipeline, "initialiser-les-vues", "--paralleles", "2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: 3 weeks are refused: 2025-06-02 to 2025-06-09, 2025-08-04. The first: The check jours of the vue utilisateurs_par_jour refuses the week 2025-06-02: jour=2025-06-02, ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(17 * 5, await pipeline.ScalarAsync<long>("select count(*) from pipeline.vue_semaine"));
        // Asked for again once the check is mended, it does what is left.
        folder.Write(VueFolder.Vue, "checks/jours.sql", VueFolder.Check);
        Assert.Equal(3, (int)(await Sample.JsonAsync(pipeline, "initialiser-les-vues"))["result"]!["weeks"]!);
    }

    [Theory]
    [InlineData("structure, count(distinct", "nullif(structure, 'MILO') as structure, count(distinct", true, "gives a null in structure, which its table refuses, in the week 2025-06-02: jour=2025-06-02, structure=null")]
    [InlineData("group by semaine, jour, structure", "group by semaine, jour, structure, categorie, id_utilisateur", false, "gives two rows of one grain, in the week 2025-06-02: jour=2025-06-02, structure=MILO")]
    [InlineData("count(distinct id_utilisateur)", "1 / (count(*) - 2)", false, "cannot be computed (division by zero, 22012), in the week 2025-06-02. Nothing")]
    [InlineData("count(distinct id_utilisateur)", "max(structure)::integer", false, "cannot be computed (invalid text representation, 22P02), in the week 2025-06-02. Nothing")]
    [InlineData("select semaine, jour", "select semaine + 7 as semaine, jour", false, "gives a row of another week than those it was asked for, which are the Mondays 2025-06-02: semaine=2025-06-09, jour=2025-06-0")]
    [InlineData("select semaine, jour", "select semaine + 1 as semaine, jour", false, "gives a row of another week than those it was asked for, which are the Mondays 2025-06-02: semaine=2025-06-03, jour=2025-06-0")]
    [InlineData("select semaine, jour", "select null::date as semaine, jour", false, "gives a row of another week than those it was asked for, which are the Mondays 2025-06-02: semaine=null, jour=2025-06-0")]
    public async Task A_model_whose_rows_do_not_fit_is_named_with_the_week_and_the_row(string correct, string wrong, bool notNull, string told)
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        folder.Write(VueFolder.Vue, "model.sql", VueFolder.Model.Replace(correct, wrong, StringComparison.Ordinal));
        folder.Write(VueFolder.Vue, "table.sql", VueFolder.Table.Replace("semaine         date    not null,", "semaine date,", StringComparison.Ordinal));
        if (notNull) folder.Write(VueFolder.Vue, "table.sql", VueFolder.Table.Replace("structure       varchar,", "structure varchar not null,", StringComparison.Ordinal));
        pipeline.Settings.Vues.Dossier = folder.Root;

        var result = await Sample.RunAsync(pipeline, "charger-les-vues", "--paralleles", "1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"error: 3 weeks are refused: 2025-06-02 to 2025-06-16. The first: The vue utilisateurs_par_jour {told}", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(0, await pipeline.ScalarAsync<long>($"select (select count(*) from pipeline.vue_semaine) + (select count(*) from {Rows})"));
    }

    [Theory]
    [InlineData("from public.evenement_engagement", "from public.evenement_engagement, (values (1), (2)) v", ", v.column1;", "gives two rows of one grain, in the week 2025-06-02: jour=2025-06-02")]
    [InlineData("select semaine,", "select semaine + 7 as semaine,", ";", "gives a row of another week")]
    public async Task A_changed_model_whose_rows_do_not_fit_leaves_what_was_published(string correct, string wrong, string end, string told)
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 3);
        using var folder = VueFolder.WithOne();
        pipeline.Settings.Vues.Dossier = folder.Root;
        await pipeline.VuesAsync();
        var before = await Sample.AllAsync(pipeline, Rows, "pipeline.vue_semaine");
        folder.Write(VueFolder.Vue, "model.sql", VueFolder.Model.Replace(correct, wrong, StringComparison.Ordinal).TrimEnd(';') + end);

        var result = await Sample.RunAsync(pipeline, "charger-les-vues");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(told, result.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await Sample.AllAsync(pipeline, Rows, "pipeline.vue_semaine"));
    }

    /// <summary>What needs no server to be seen is told by every verb, before anything is tried.</summary>
    [Theory]
    [InlineData("nouvelle", "model.sql", "", "there is no model.sql")]
    [InlineData("nouvelle", "table.sql", " ", "there is no table.sql")]
    [InlineData("nouvelle", "Checks/jours.sql", "select 1", "Checks/jours.sql is no part of a vue")]
    [InlineData("nouvelle", "checks/jours.sql.bak", "select 1", "checks/jours.sql.bak is no part of a vue")]
    [InlineData("nouvelle", "modele.sql", "select 1", "modele.sql is no part of a vue")]
    [InlineData("Nouvelle-Vue", "model.sql", "select 1", "lower-case letters")]
    [InlineData("analytics_engagement", "model.sql", "select 1", "a table of the pipeline's own")]
    [InlineData("evenement_engagement", "model.sql", "select 1", "a table of the pipeline's own")]
    public async Task A_malformed_folder_fails_at_start_and_is_named(string vue, string file, string text, string told)
    {
        using var folder = VueFolder.WithOne();
        folder.Write(vue, "table.sql", "create table nouvelle (semaine date not null unique)");
        folder.Write(vue, "model.sql", "select $1::date as semaine where $2::date is not null");
        folder.Write(vue, file, text);
        var settings = Executable.Executable.Settings("Host=nowhere.invalid;Database=x", "Host=nowhere.invalid;Database=y");
        settings["Pipeline__Vues__Dossier"] = folder.Root;

        foreach (var verb in new[] { "run", "charger-les-vues", "status" })
        {
            var result = await Executable.Executable.RunAsync(settings, TestContext.Current.CancellationToken, verb);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith($"error: Pipeline__Vues__Dossier: {Path.Combine(folder.Root, vue)}: ", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(told, result.StandardError, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("table.sql", "unique nulls not distinct (semaine, jour, structure)", "check (true)", "no unique constraint")]
    [InlineData("table.sql", "unique nulls not distinct", "unique", "write unique nulls not distinct")]
    [InlineData("table.sql", "create table utilisateurs_par_jour", "create table autre", "table.sql")]
    [InlineData("table.sql", "create table", "create table public.laisse (x integer); commit; create table", "table.sql begins or ends a transaction")]
    [InlineData("table.sql", "comment on", "rollback; begin; create table public.laisse (x integer); comment on", "table.sql begins or ends a transaction")]
    [InlineData("checks/trop.sql", VueFolder.Check, "commit", "checks/trop.sql is refused by the server")]
    [InlineData("checks/trop.sql", VueFolder.Check, "delete from public.evenement_engagement where semaine between $1 and $2 returning *", "checks/trop.sql is refused by the server")]
    [InlineData("model.sql", "structure;", "structure; -- done", "model.sql is refused by the server")]
    [InlineData("table.sql", "varchar,", "varchr,", "table.sql is refused by the server: type \"varchr\" does not exist")]
    [InlineData("table.sql", "nb_utilisateurs integer", "id_utilisateur varchar, nb_utilisateurs integer", "a vue holds counts, no persons")]
    [InlineData("table.sql", "nb_utilisateurs integer not null", "nb_utilisateurs json", "model.sql is refused by the server: column \"nb_utilisateurs\" is of type json")]
    [InlineData("model.sql", "as nb_utilisateurs", "as nb", "model.sql gives nb, which table.sql does not have")]
    [InlineData("model.sql", "structure, count(distinct", "count(distinct", "model.sql does not give structure, which table.sql has")]
    [InlineData("model.sql", "select semaine", "selct semaine", "model.sql is refused by the server: syntax error at or near \"selct\"")]
    [InlineData("checks/trop.sql", "nb_utilisateurs", "nb_users", "checks/trop.sql is refused by the server: column \"nb_users\" does not exist")]
    public async Task A_folder_that_the_server_refuses_fails_before_anything_is_changed(string file, string correct, string wrong, string told)
    {
        const string Objects = "select string_agg(oid::text, ' ' order by oid) from pg_class where relnamespace in ('public'::regnamespace, 'pipeline'::regnamespace)";
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        await pipeline.VuesAsync();
        var before = (await pipeline.ScalarAsync<string>(Objects), await Sample.AllAsync(pipeline, "pipeline.vue", "pipeline.vue_semaine"));
        using var folder = VueFolder.WithOne();
        var text = file switch { "table.sql" => VueFolder.Table, "model.sql" => VueFolder.Model, _ => VueFolder.Check };
        folder.Write(VueFolder.Vue, file, text.Replace(correct, wrong, StringComparison.Ordinal));
        pipeline.Settings.Vues.Dossier = folder.Root;

        foreach (var arguments in new string[][] { ["charger-les-vues"], ["initialiser-les-vues"], ["charger-les-vues", "--plan"] })
        {
            var result = await Sample.RunAsync(pipeline, arguments);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith($"error: Pipeline__Vues__Dossier: {Path.Combine(folder.Root, VueFolder.Vue)}: ", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(told, result.StandardError, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await pipeline.ScalarAsync<string>(Objects), await Sample.AllAsync(pipeline, "pipeline.vue", "pipeline.vue_semaine")));
    }

    [Theory]
    [InlineData("jeune", "public.jeune")]
    [InlineData("segment", "pipeline.segment")]
    public async Task A_name_that_another_table_has_is_refused(string name, string taken)
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 1);
        using var folder = new VueFolder();
        folder.Write(name, "table.sql", VueFolder.Table.Replace(VueFolder.Vue, name, StringComparison.Ordinal));
        folder.Write(name, "model.sql", VueFolder.Model);
        pipeline.Settings.Vues.Dossier = folder.Root;

        var result = await Sample.RunAsync(pipeline, "charger-les-vues");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"there is a table {taken} already", result.StandardError, StringComparison.Ordinal);
    }

    private static JsonNode Vue(JsonNode status) => status["vues"]!.AsArray().Single(v => (string)v!["vue"]! == VueFolder.Vue)!;
}
