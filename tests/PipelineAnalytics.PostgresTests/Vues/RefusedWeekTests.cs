using PipelineAnalytics.PostgresTests.Harness;
using Xunit;
namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>What a vue's folder computes and is not fit to be published: which vue, which week, which row.</summary>
public sealed class RefusedWeekTests(PostgresFixture postgres)
{
    private const string Rows = "public." + VueFolder.Vue;

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
}
