using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>What analysts made over the mirror outlives its exchange.</summary>
public sealed class AnalystsObjectsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Views_over_types_and_functions_survive_and_default_privileges_apply()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create role lecteur_par_defaut;
            alter default privileges in schema public grant select on tables to lecteur_par_defaut
            """);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create view public.par_type as select enum_range(null::public.humeur)::text as humeurs;
            create view public.par_fonction as select public.plus_un(1) as deux
            """);
        await pipeline.MirrorAsync();
        await pipeline.MirrorAsync();

        Assert.Equal("{bonne,mauvaise} 2", await pipeline.ScalarAsync<string>("select humeurs || ' ' || deux from public.par_type, public.par_fonction"));
        Assert.True(await pipeline.ScalarAsync<bool>("select has_table_privilege('lecteur_par_defaut', 'public.jeune', 'select') and has_table_privilege('lecteur_par_defaut', 'public.evenement_engagement', 'select')"));
    }

    [Fact]
    public async Task An_analysts_views_grants_and_tables_survive_the_next_mirror()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create role analyste_de_test;
            grant select on public.jeune to analyste_de_test;
            create view public.mes_jeunes as select id, structure from public.jeune;
            create view public.mes_milo as select * from public.mes_jeunes where structure = 'MILO';
            create materialized view public.mon_compte as select count(*) as nb from public.mes_jeunes;
            comment on view public.mes_milo is 'à moi';
            grant select on public.mes_milo to analyste_de_test;
            create table public.mes_notes (note text);
            insert into public.mes_notes values ('à garder')
            """);
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into public.jeune (id, structure) values ('nouveau', 'MILO')");
        await pipeline.MirrorAsync();
        await pipeline.MirrorAsync();

        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.mes_milo where id = 'nouveau'"));
        Assert.Equal(await pipeline.ScalarAsync<long>("select count(*) from public.jeune"), await pipeline.ScalarAsync<long>("select nb from public.mon_compte"));
        Assert.True(await pipeline.ScalarAsync<bool>("select has_table_privilege('analyste_de_test', 'public.jeune', 'select') and has_table_privilege('analyste_de_test', 'public.mes_milo', 'select')"));
        Assert.Equal("à moi", await pipeline.ScalarAsync<string>("select obj_description('public.mes_milo'::regclass)"));
        Assert.Equal("à garder", await pipeline.ScalarAsync<string>("select note from public.mes_notes"));
    }

    /// <summary>PostgreSQL lets only a view's owner replace it: said before the copy, with the remedy, which then works.</summary>
    [Fact]
    public async Task A_view_of_another_role_is_named_with_its_remedy()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        pipeline.Settings.Analytics = await Zoo.PlainOwnerAsync(pipeline, "proprietaire_de_vue");
        await TestPipeline.ExecuteAsync(pipeline.Source, """alter table "Dossier Été" drop column ouvert; drop type plage_horaire""");
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create role analyste_a_part;
            grant create, usage on schema public to analyste_a_part;
            grant select on public.jeune to analyste_a_part;
            set role analyste_a_part;
            create view public.vue_a_part as select id from public.jeune;
            reset role
            """);

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);
        Assert.Contains("public.vue_a_part", error.Message, StringComparison.Ordinal);
        Assert.Contains("grant \"analyste_a_part\" to \"proprietaire_de_vue\"", error.Message, StringComparison.Ordinal);

        await TestPipeline.ExecuteAsync(pipeline.Analytics, "grant analyste_a_part to proprietaire_de_vue");
        await pipeline.MirrorAsync();
        Assert.Equal("analyste_a_part", await pipeline.ScalarAsync<string>("select pg_get_userbyid(relowner)::text from pg_class where oid = 'public.vue_a_part'::regclass"));
    }
}
