using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Miroir.Ressemblance;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>
/// What a production seldom has, and a mirror easily stumbles over: each case alone, so that one that stops the mirror hides no other.
/// </summary>
public sealed class RareObjectsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cases => new()
    {
        { "an aggregate of no argument", "create aggregate tous(*) (sfunc = int8inc, stype = bigint, initcond = '0'); create view compte as select tous(*) as nb from jeune" },
        { "a materialized view that production has not filled", "create materialized view a_remplir as select * from jeune with no data" },
        { "a sequence of an excluded table that numbers another one", "create table log_api (id serial); create table numerotee (id integer default nextval('log_api_id_seq'))" },
        { "an array of an excluded table's rows in a function", "create table log_api (id integer); create function nombre_de(log_api[]) returns integer language sql as 'select cardinality($1)'" },
        { "a domain over an excluded table's rows", "create table log_api (id integer); create domain ligne_de_log as log_api" },
        { "a trigger that names an excluded table", "create table log_api (id integer); create function rien() returns trigger language plpgsql as 'begin return null; end'; create constraint trigger c after insert on jeune from log_api for each row execute function rien()" },
        { "a parser and a template for texts", "create text search parser mots (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline); create text search template modele (init = dsimple_init, lexize = dsimple_lexize); create text search dictionary d (template = modele); create text search configuration c (parser = mots); alter text search configuration c add mapping for word with d" },
        { "an index on a function that calls an extension's by its bare name", "create extension unaccent; create function sans_accent(text) returns text language sql immutable as 'select unaccent($1)'; create index on jeune (sans_accent(nom))" },
        { "a check by a function that calls another by its bare name", "create function un() returns integer language plpgsql as 'begin return 1; end'; create function positif(integer) returns boolean language plpgsql as 'begin return $1 >= un(); end'; create table compteur (n integer check (positif(n))); insert into compteur values (1)" },
        { "a generated column by a function that calls another by its bare name", "create function un() returns integer language plpgsql immutable as 'begin return 1; end'; create function plus(integer) returns integer language plpgsql immutable as 'begin return $1 + un(); end'; create table compteur (n integer, suivant integer generated always as (plus(n)) stored); insert into compteur values (1)" },
        { "types and tables that are named as the server names types of arrays", "create type etat as enum ('ouvert', 'clos'); create type _etat as enum ('autre'); create table _jeune (etats etat[], autres _etat[], jeunes jeune[]); insert into _jeune values ('{ouvert}', '{autre}', (select array_agg(j order by id) from jeune j)); create table __jeune (tous _jeune[]); insert into __jeune select array[j, null] from _jeune j" },
        { "a table without columns among those that are read by name", "create table t (); insert into t default values; create view v as select count(*) as nb from t" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_rare_object_arrives_equal(string what, string sql)
    {
        Assert.NotEmpty(what);
        await using var pipeline = await NewAsync(sql);
        await pipeline.MirrorAsync();
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);
    }

    /// <summary>The copy is filled beside the mirror of the night before, whose tables have the names that a function's text says.</summary>
    [Fact]
    public async Task A_materialized_view_over_a_function_that_names_its_table_is_filled_from_the_same_night()
    {
        await using var pipeline = await NewAsync("""
            create function nombre_de_jeunes() returns bigint language plpgsql stable as 'begin return (select count(*) from jeune); end';
            create materialized view nombre as select nombre_de_jeunes() as nb
            """);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into jeune (id) values ('de plus'); refresh materialized view nombre");
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);
    }

    /// <summary>A child that came to its parent later: PostgreSQL's own dump puts the parent's columns first. Values must follow their names.</summary>
    [Fact]
    public async Task Values_follow_the_names_of_columns_where_a_definition_is_restored_in_another_order()
    {
        await using var pipeline = await NewAsync("""
            create table parent (a text, b text);
            create table enfant (c text, b text, a text);
            alter table enfant inherit parent;
            insert into enfant (a, b, c) values ('a', 'b', 'c')
            """);
        await pipeline.MirrorAsync();
        Assert.Equal("a b c", await pipeline.ScalarAsync<string>("select concat_ws(' ', a, b, c) from public.enfant"));
    }

    /// <summary>The dates of counsellors are the pipeline's: production's triggers, and rules have no say in them.</summary>
    [Theory]
    [InlineData("create function interdit() returns trigger language plpgsql as 'begin raise exception ''fired''; end'; create trigger t before update on conseiller for each row execute function interdit()")]
    [InlineData("create function trace() returns trigger language plpgsql as 'begin insert into public.feature_flip (feature_tag) values (''trace''); return null; end'; create trigger t after update on conseiller for each row execute function trace()")]
    [InlineData("create rule r as on update to conseiller do instead nothing")]
    public async Task The_dates_of_counsellors_are_written_whatever_hangs_on_their_table(string sql)
    {
        await using var pipeline = await NewAsync(sql);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into evenement_engagement_hebdo (date_evenement, type_utilisateur, id_utilisateur) select '2025-11-03 10:00+01', 'CONSEILLER', id from conseiller");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await pipeline.MirrorAsync();

        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from public.conseiller where date_dernier_ae is null"));
        await Likeness.AssertAsync(pipeline);
    }

    private async Task<TestPipeline> NewAsync(string sql)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(7, 3), Cancellation);
        await ClientTool.PsqlAsync(pipeline.SourceText, sql);
        return pipeline;
    }
}
