using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

public sealed class MirrorTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_object_arrives_with_its_rows()
    {
        await using var pipeline = await ZooAsync();
        var run = await pipeline.MirrorAsync();

        await SameAsync(pipeline, """select md5(string_agg(d::text, '|' order by id)) from public."Dossier Été" d""");
        await SameAsync(pipeline, "select md5(string_agg(m::text, '|' order by jour)) from public.mesure m");
        await SameAsync(pipeline, "select nb::text from public.resume");
        await SameAsync(pipeline, "select last_value::text from public.numero_de_dossier");
        await SameAsync(pipeline, "select string_agg(indexdef, '|' order by indexdef) from pg_indexes where schemaname = 'public' and tablename in ('Dossier Été', 'jeune', 'conseiller', 'resume')");
        await SameAsync(pipeline, "select string_agg(pg_get_constraintdef(oid), '|' order by conname, pg_get_constraintdef(oid)) from pg_constraint where conrelid in ('public.jeune'::regclass, 'public.\"Dossier Été\"'::regclass)");
        await SameAsync(pipeline, """select col_description('public."Dossier Été"'::regclass, 2)""");
        Assert.Equal("O", await pipeline.ScalarAsync<string>("select tgenabled::text from pg_trigger where tgname = 't'"));
        Assert.Contains("view vue_log", run.Outcome.Result["leftOut"]!.AsArray().Select(n => (string?)n));
    }

    [Fact]
    public async Task Excluded_tables_are_absent_and_a_foreign_key_to_one_does_not_stop_the_mirror()
    {
        await using var pipeline = await ZooAsync();
        pipeline.Settings.Miroir.ExclureDonnees = ["trace"];
        await pipeline.MirrorAsync();

        foreach (var table in new[] { "log_api", "evenement_engagement_hebdo", "evenement_engagement_hebdo_id_seq", "vue_log" }) Assert.True(await pipeline.ScalarAsync<bool>($"select to_regclass('public.{table}') is null"), table);
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from public.trace"));
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.lie"));
    }

    [Fact]
    public async Task Personal_data_of_closed_accounts_never_leave_production()
    {
        await using var pipeline = await ZooAsync();
        await pipeline.MirrorAsync();

        Assert.Equal("id", await pipeline.ScalarAsync<string>("select string_agg(attname, ',') from pg_attribute where attrelid = 'public.archive_jeune'::regclass and attnum > 0 and not attisdropped and attname in ('id', 'donnees')"));
        await SameAsync(pipeline, "select count(*)::text from public.archive_jeune");
    }

    /// <summary>Hosted databases seldom allow CREATE DATABASE: the mirror must not need it.</summary>
    [Fact]
    public async Task A_plain_owner_without_createdb_can_mirror_twice()
    {
        await using var pipeline = await ZooAsync();
        var settings = await PlainOwnerAsync(pipeline, "proprietaire_simple");
        pipeline.Settings.Analytics = settings;
        // The functions that come with a range type belong to the server's superuser: only a superuser can move them.
        await TestPipeline.ExecuteAsync(pipeline.Source, """alter table "Dossier Été" drop column ouvert; drop type plage_horaire""");

        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into public.mesure values ('2025-12-24', 42)");
        var run = await pipeline.MirrorAsync();

        await SameAsync(pipeline, "select md5(string_agg(m::text, '|' order by jour)) from public.mesure m");
        await SameAsync(pipeline, """select md5(string_agg(d::text, '|' order by id)) from public."Dossier Été" d""");
        Assert.Contains("view public.vue_log", run.Outcome.Result["leftOut"]!.AsArray().Select(n => ((string?)n)!.Replace("view vue_log", "view public.vue_log", StringComparison.Ordinal)));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pg_namespace where nspname in ('pipeline_miroir_parking', 'pipeline_miroir_suivant')"));
    }

    [Fact]
    public async Task A_source_user_needs_no_right_but_to_read_what_is_mirrored()
    {
        await using var pipeline = await ZooAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            create role lecteur_de_production login password 'secret';
            create table suivi_job (id int primary key);
            grant select on all tables in schema public to lecteur_de_production;
            revoke all on suivi_job, evenement_engagement_hebdo from lecteur_de_production
            """);
        pipeline.Settings.Source = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Username = "lecteur_de_production", Password = "secret" }.ConnectionString;
        await pipeline.MirrorAsync();
        await SameAsync(pipeline, "select count(*)::text from public.jeune");

        await TestPipeline.ExecuteAsync(pipeline.Source, "revoke all on mesure_2025 from lecteur_de_production");
        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);
        Assert.Contains("mesure_2025", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_a_role_or_a_database_do_not_change_what_is_copied()
    {
        await using var pipeline = await ZooAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            create table public.valeurs (d date, t timestamptz, i interval, f double precision, b bytea, m money);
            insert into public.valeurs values ('2025-02-01', '2025-03-30 02:30 UTC', '1 year -2 days 03:04:05.6', 0.1::float8 + 0.2, '\x00ff', 1234.5), ('infinity', '-infinity', '-1 day', 'NaN', '', -1)
            """);
        foreach (var (database, settings) in new[]
        {
            (pipeline.Source, new[] { "datestyle = 'German, DMY'", "intervalstyle = 'sql_standard'", "extra_float_digits = -3", "bytea_output = 'escape'", "timezone = 'Asia/Tokyo'", "statement_timeout = '5s'", "default_transaction_isolation = 'serializable'" }),
            (pipeline.Analytics, new[] { "datestyle = 'SQL, MDY'", "timezone = 'Pacific/Auckland'", "search_path = 'nowhere'", "default_transaction_isolation = 'serializable'" }),
        })
        {
            await using var connection = await database.OpenConnectionAsync(Cancellation);
            foreach (var setting in settings) await TestPipeline.ExecuteAsync(database, $"alter database {connection.Database} set {setting}");
        }

        await pipeline.MirrorAsync();

        const string Same = "select string_agg(concat_ws(',', extract(epoch from d), extract(epoch from t), extract(epoch from i), f = 0.1::float8 + 0.2, md5(b), m::numeric), ';' order by d) from public.valeurs";
        await SameAsync(pipeline, Same);
    }

    [Fact]
    public async Task Policies_of_production_stay_there_and_hidden_rows_are_not_left_out_in_silence()
    {
        await using var pipeline = await ZooAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            create role role_de_production;
            alter table public.jeune enable row level security;
            alter table public.jeune force row level security;
            create policy p on public.jeune to role_de_production using (structure = 'MILO');
            create role lecteur_limite login password 'secret';
            grant select on all tables in schema public to lecteur_limite
            """);
        await pipeline.MirrorAsync();
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select (select count(*) from pg_policy) + (select count(*) from pg_class where relrowsecurity)"));
        await SameAsync(pipeline, "select count(*)::text from public.jeune");

        pipeline.Settings.Source = new NpgsqlConnectionStringBuilder(pipeline.SourceText) { Username = "lecteur_limite", Password = "secret" }.ConnectionString;
        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);
        Assert.Contains("row-level security", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_over_types_and_functions_survive_and_default_privileges_apply()
    {
        await using var pipeline = await ZooAsync();
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
    public async Task Partitions_in_another_schema_are_named()
    {
        await using var pipeline = await ZooAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "create schema ailleurs; create table ailleurs.mesure_2026 partition of public.mesure for values from ('2026-01-01') to ('2027-01-01')");
        var run = await pipeline.MirrorAsync();
        Assert.Contains("partition ailleurs.mesure_2026 of mesure", run.Outcome.Result["leftOut"]!.AsArray().Select(n => (string?)n));
    }

    [Fact]
    public async Task An_analysts_views_grants_and_tables_survive_the_next_mirror()
    {
        await using var pipeline = await ZooAsync();
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
        await using var pipeline = await ZooAsync();
        pipeline.Settings.Analytics = await PlainOwnerAsync(pipeline, "proprietaire_de_vue");
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

    [Fact]
    public async Task A_failure_in_the_middle_leaves_the_previous_mirror()
    {
        await using var pipeline = await ZooAsync();
        await pipeline.MirrorAsync();
        var before = await pipeline.ScalarAsync<string>("select md5(string_agg(j::text, '|' order by id)) from public.jeune j");
        // A value that no copy can satisfy: the constraint is checked when the copy's indexes and keys are built.
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            insert into public.jeune (id) values ('de trop');
            create function public.seulement_en_production() returns boolean language sql as 'select current_database() like ''production%''';
            alter table public.mesure add check (public.seulement_en_production())
            """);

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);

        Assert.Contains("mesure", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await pipeline.ScalarAsync<string>("select md5(string_agg(j::text, '|' order by id)) from public.jeune j"));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pg_namespace where nspname = 'pipeline_miroir_suivant'"));
    }

    [Fact]
    public async Task Mirroring_again_changes_nothing_and_follows_what_production_dropped()
    {
        await using var pipeline = await ZooAsync();
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "drop table public.vide; alter table public.conseiller add column nouvelle integer default 7");
        await pipeline.MirrorAsync();

        Assert.True(await pipeline.ScalarAsync<bool>("select to_regclass('public.vide') is null"));
        await SameAsync(pipeline, "select coalesce(sum(nouvelle), 0)::text from public.conseiller");
    }

    [Fact]
    public async Task Readers_in_a_loop_never_find_a_table_missing_or_empty()
    {
        await using var pipeline = await ZooAsync();
        await pipeline.MirrorAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reader = Task.Run(async () =>
        {
            var reads = 0;
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(500L, await pipeline.ScalarAsync<long>("""select count(*) from public."Dossier Été" d left join public.jeune j on j.id = d.id_jeune"""));
                reads++;
            }

            return reads;
        }, Cancellation);

        await pipeline.MirrorAsync();
        await pipeline.MirrorAsync();
        await stop.CancelAsync();

        Assert.True(await reader > 0);
    }

    [Theory]
    [InlineData("alter table public.jeune rename column dispositif to programme", "public.jeune.dispositif")]
    [InlineData("drop table public.feature_flip", "public.feature_flip")]
    [InlineData("create table public.analytics_engagement (id int)", "analytics_engagement")]
    public async Task A_source_that_could_not_serve_the_vues_is_refused_before_anything_changes(string drift, string named)
    {
        await using var pipeline = await ZooAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, drift);

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.True(await pipeline.ScalarAsync<bool>("select to_regclass('public.jeune') is null"));
    }

    private async Task<TestPipeline> ZooAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(7, 10), Cancellation);
        await using var stream = typeof(MirrorTests).Assembly.GetManifestResourceStream("Miroir/zoo.sql")!;
        using var reader = new StreamReader(stream);
        await TestPipeline.ExecuteAsync(pipeline.Source, await reader.ReadToEndAsync(Cancellation));
        return pipeline;
    }

    /// <summary>A login that owns analytics and nothing else, as a hosting platform gives.</summary>
    private static async Task<string> PlainOwnerAsync(TestPipeline pipeline, string role)
    {
        var connection = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { Username = role, Password = "secret" };
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"""
            create role {role} login password 'secret';
            alter database {connection.Database} owner to {role}
            """);
        return connection.ConnectionString;
    }

    private static async Task SameAsync(TestPipeline pipeline, string sql)
    {
        await using var command = pipeline.Source.CreateCommand(sql);
        var expected = await command.ExecuteScalarAsync(Cancellation);
        Assert.IsType<string>(expected);
        Assert.Equal(expected, await pipeline.ScalarAsync<string>(sql));
    }
}
