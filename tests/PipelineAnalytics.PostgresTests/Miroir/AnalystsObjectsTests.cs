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

    [Fact]
    public async Task Functions_over_mirrored_rows_and_comments_survive()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create role lecteur_de_fonction;
            comment on table public.lie is 'note d''une analyste';
            comment on column public.lie.log_id is 'une autre';
            create materialized view public.mes_lies as select * from public.lie;
            create unique index mes_lies_id on public.mes_lies (id);
            """);
        await using (var body = pipeline.Analytics.CreateBatch())
        {
            // As it is: a splitter of statements stumbles over such a body.
            body.BatchCommands.Add(new Npgsql.NpgsqlBatchCommand("create function public.de_lie(l public.lie) returns integer language sql stable begin atomic select l.id; select l.id + 1; end"));
            await body.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create view public.lies_et_un as select public.de_lie(l) as n from public.lie l;
            create function public.tous() returns setof public.lies_et_un language plpgsql as $$ begin return query select * from public.lies_et_un; end $$;
            comment on function public.tous() is 'tous; les liés';
            revoke execute on function public.tous() from public;
            grant execute on function public.tous() to lecteur_de_fonction
            """);
        for (var night = 0; night < 2; night++)
        {
            await TestPipeline.ExecuteAsync(pipeline.Source, $"insert into public.lie values ({night + 2}, null, null)");
            var run = await pipeline.MirrorAsync();
            Assert.Empty(run.Outcome.Result["lostObjects"]!.AsArray());
        }

        Assert.Equal("9 3 tous; les liés note d'une analyste une autre true true", await pipeline.ScalarAsync<string>("""
            select concat_ws(' ', (select sum(n) from public.tous() t(n)), (select count(*) from public.mes_lies), obj_description('public.tous()'::regprocedure),
              obj_description('public.lie'::regclass), col_description('public.lie'::regclass, 2),
              case when has_function_privilege('lecteur_de_fonction', 'public.tous()', 'execute') then 'true' end,
              case when to_regclass('public.mes_lies_id') is not null then 'true' end)
            """));
    }

    [Fact]
    public async Task A_view_that_fits_no_longer_is_named_kept_and_made_again_the_night_it_fits()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create view public.mes_journaux as select id, log_id from public.lie;
            create view public.mes_journaux_2 as select count(*) as nb from public.mes_journaux;
            create view public.mes_liés as select id from public.lie;
            comment on view public.mes_journaux is 'à garder'
            """);
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table public.lie drop column log_id");

        var run = await pipeline.MirrorAsync();

        Assert.Equal(["public.mes_journaux", "public.mes_journaux_2"], run.Outcome.Result["lostObjects"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(["lie.log_id"], run.Outcome.Result["columnsRemoved"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.\"mes_liés\""));
        Assert.Contains("SELECT", await pipeline.ScalarAsync<string>("select definition from pipeline.objet_perdu where nom = 'public.mes_journaux'"), StringComparison.Ordinal);

        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table public.lie add column log_id int");
        await pipeline.MirrorAsync();
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select nb from public.mes_journaux_2"));
        Assert.Equal("à garder", await pipeline.ScalarAsync<string>("select obj_description('public.mes_journaux'::regclass)"));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.objet_perdu"));
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
