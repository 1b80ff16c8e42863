using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

public sealed class MirrorTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_object_arrives_with_its_rows()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
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
        await using var pipeline = await Zoo.NewAsync(postgres);
        pipeline.Settings.Miroir.ExclureDonnees = ["trace"];
        await pipeline.MirrorAsync();

        foreach (var table in new[] { "log_api", "evenement_engagement_hebdo", "evenement_engagement_hebdo_id_seq", "vue_log" }) Assert.True(await pipeline.ScalarAsync<bool>($"select to_regclass('public.{table}') is null"), table);
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from public.trace"));
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.lie"));
    }

    [Fact]
    public async Task Personal_data_of_closed_accounts_never_leave_production()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();

        Assert.Equal("id", await pipeline.ScalarAsync<string>("select string_agg(attname, ',') from pg_attribute where attrelid = 'public.archive_jeune'::regclass and attnum > 0 and not attisdropped and attname in ('id', 'donnees')"));
        await SameAsync(pipeline, "select count(*)::text from public.archive_jeune");
    }

    /// <summary>Hosted databases seldom allow CREATE DATABASE: the mirror must not need it.</summary>
    [Fact]
    public async Task A_plain_owner_without_createdb_can_mirror_twice()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        var settings = await Zoo.PlainOwnerAsync(pipeline, "proprietaire_simple");
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
        await using var pipeline = await Zoo.NewAsync(postgres);
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
        await using var pipeline = await Zoo.NewAsync(postgres);
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
        await using var pipeline = await Zoo.NewAsync(postgres);
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
    public async Task Partitions_in_another_schema_are_named()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, "create schema ailleurs; create table ailleurs.mesure_2026 partition of public.mesure for values from ('2026-01-01') to ('2027-01-01')");
        var run = await pipeline.MirrorAsync();
        Assert.Contains("partition ailleurs.mesure_2026 of mesure", run.Outcome.Result["leftOut"]!.AsArray().Select(n => (string?)n));
    }

    [Fact]
    public async Task A_failure_in_the_middle_leaves_the_previous_mirror()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
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
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "drop table public.vide; alter table public.conseiller add column nouvelle integer default 7");
        await pipeline.MirrorAsync();

        Assert.True(await pipeline.ScalarAsync<bool>("select to_regclass('public.vide') is null"));
        await SameAsync(pipeline, "select coalesce(sum(nouvelle), 0)::text from public.conseiller");
    }

    [Fact]
    public async Task Readers_in_a_loop_never_find_a_table_missing_or_empty()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
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
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, drift);

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.True(await pipeline.ScalarAsync<bool>("select to_regclass('public.jeune') is null"));
    }

    private static async Task SameAsync(TestPipeline pipeline, string sql)
    {
        await using var command = pipeline.Source.CreateCommand(sql);
        var expected = await command.ExecuteScalarAsync(Cancellation);
        Assert.IsType<string>(expected);
        Assert.Equal(expected, await pipeline.ScalarAsync<string>(sql));
    }
}
