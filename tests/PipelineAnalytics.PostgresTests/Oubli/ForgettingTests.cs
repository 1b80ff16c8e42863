using PipelineAnalytics.Jobs.Oublier;
using PipelineAnalytics.PostgresTests.Evenements;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Oubli;

/// <summary>Somebody is forgotten: nothing tells his identifier any more, and no count moves.</summary>
public sealed class ForgettingTests(PostgresFixture postgres)
{
    private const string Jeune = "TEMOIN-jeune-4f1", Conseiller = "TEMOIN-conseiller-9ac", Both = "TEMOIN-deux-77e";

    private static readonly Dictionary<string, string> Names = new() { ["j1"] = Jeune, ["c1"] = Conseiller, ["deux-tables"] = Both };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Before, after, after everything is computed again, and once the mirror has lost them too.</summary>
    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public async Task Every_number_stays_and_the_identifier_is_nowhere(ulong seed)
    {
        var rows = Renamed(RandomSource.Sample(seed, 150));
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await pipeline.RunChainAsync();
        await pipeline.BackfillAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "analyze");
        var before = await Traces.NumbersAsync(pipeline);
        Assert.Contains("pipeline.utilisateur", await Traces.OfAsync(pipeline, Jeune), StringComparison.Ordinal);

        var run = await pipeline.RunAsync(new OublierJob([Jeune, Conseiller, Both, Jeune]));

        Assert.Equal((3, 3, 0), ((int)run.Outcome.Result["users"]!, (int)(long)run.Outcome.Result["usersFound"]!, (int)(long)run.Outcome.Result["tablesToVacuum"]!));
        Assert.Equal(rows.Evenements.Count(e => e.IdUtilisateur is Jeune or Conseiller or Both), (long)run.Outcome.Result["events"]!);
        Assert.Equal(3L, await pipeline.ScalarAsync<long>("select count(distinct id_utilisateur) from public.evenement_engagement where id_utilisateur ~ '^oublie-[0-9a-f]{32}$'"));
        Assert.Equal(before, await Traces.NumbersAsync(pipeline));
        await Contents.AssertDerivedAsync(pipeline);
        await pipeline.BackfillAsync();
        Assert.Equal(before, await Traces.NumbersAsync(pipeline));

        await SourceSchema.LoadAsync(pipeline.Source, Renamed(rows with { Evenements = [] }, to: "parti"), Cancellation);
        for (var night = 0; night < 2; night++) await pipeline.RunChainAsync();
        Assert.Equal("", await Traces.OfAsync(pipeline, "TEMOIN"));
    }

    [Fact]
    public async Task Who_is_unknown_is_no_error_and_changes_nothing()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j2', 'JEUNE')");
        var run = await pipeline.RunAsync(new OublierJob(["TEMOIN-inconnu"]));

        Assert.Equal((1L, 0L, 0L), ((long)(int)run.Outcome.Result["users"]!, (long)run.Outcome.Result["usersFound"]!, (long)run.Outcome.Result["events"]!));
        Assert.Equal("j2", await pipeline.ScalarAsync<string>("select id_utilisateur from public.evenement_engagement"));
        Assert.Equal("", await Traces.OfAsync(pipeline, "TEMOIN"));
    }

    [Fact]
    public async Task No_published_week_becomes_stale()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j1', 'JEUNE'), (2, '2025-11-12T10:00Z', 'j1', 'JEUNE')");
        await pipeline.VuesAsync();
        var before = await pipeline.ScalarAsync<long>("select last_value from pipeline.changement");
        await pipeline.RunAsync(new OublierJob(["j1"]));

        Assert.Equal(before, await pipeline.ScalarAsync<long>("select last_value from pipeline.changement"));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.correction"));
    }

    /// <summary>Of a pseudonym the mirror cannot be asked any more.</summary>
    [Fact]
    public async Task A_jeune_of_demarches_ia_goes_on_counting_as_one_and_another_does_not()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j1', 'JEUNE'), (2, '2025-06-24T10:00Z', 'j2', 'JEUNE')");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update conseiller set email = case id when 'c1' then 'ia@x' else 'autre@x' end; update jeune set id_conseiller = case id when 'j1' then 'c1' else 'c2' end, id_conseiller_initial = null; insert into feature_flip (email_conseiller, feature_tag) values ('ia@x', 'DEMARCHES_IA')");
        await pipeline.BackfillAsync();
        var before = await Traces.NumbersAsync(pipeline);
        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select sum(nb_ae_nom)::bigint from public.analytics_fonctionnalites_demarches_ia"));
        await pipeline.RunAsync(new OublierJob(["j1", "j2"]));
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from jeune");
        await pipeline.BackfillAsync();

        Assert.Equal(before, await Traces.NumbersAsync(pipeline));
        // A pseudonym can be forgotten as well.
        await pipeline.RunAsync(new OublierJob([(await pipeline.ScalarAsync<string>("select id_utilisateur from pipeline.oubli_demarches_ia"))!]));
        await pipeline.BackfillAsync();
        Assert.Equal(before, await Traces.NumbersAsync(pipeline));
    }

    [Fact]
    public async Task Events_that_wait_for_enrichment_get_their_agency_first()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j2', 'JEUNE')");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update jeune set id_conseiller = 'c1'; update conseiller set id_agence = 'a1'; update agence set nom_agence = 'Ici', nom_region = 'R', code_departement = '75'");
        await InsertAsync(pipeline, "(2, '2025-06-24T10:00Z', 'j1', 'JEUNE')");
        await pipeline.LoadAsync();
        var run = await pipeline.RunAsync(new OublierJob(["j1"]));

        Assert.Equal(1, (int)run.Outcome.Result["enrichedFirst"]!);
        Assert.Equal("75", await pipeline.ScalarAsync<string>("select departement from public.evenement_engagement where id = 2 and id_utilisateur like 'oublie-%'"));
        await Contents.AssertDerivedAsync(pipeline);
    }

    [Fact]
    public async Task Where_they_cannot_be_enriched_nobody_is_forgotten_by_halves()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j1', 'JEUNE')");
        await InsertAsync(pipeline, "(2, '2025-06-24T10:00Z', 'j1', 'JEUNE')");
        await pipeline.LoadAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "drop table agence");
        var error = await Assert.ThrowsAsync<PipelineException>(() => pipeline.RunAsync(new OublierJob(["j1"])));

        Assert.Contains("run dump-for-analytics first", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("j1", error.Message, StringComparison.Ordinal);
        Assert.Equal(2L, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement where id_utilisateur = 'j1'"));
    }

    /// <summary>An event without a date is in the partition of those that wait, and does not.</summary>
    [Fact]
    public async Task Events_of_no_week_notes_and_what_a_takeover_left_are_renamed_too()
    {
        await using var pipeline = await StartAsync("(1, null, 'TEMOIN', 'JEUNE'), (2, '2025-06-24T10:00Z', 'TEMOIN', 'CONSEILLER'), (3, '2025-06-24T10:00Z', 'x', 'JEUNE')");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create table pipeline.evenement_engagement_classique (id integer, id_utilisateur varchar(255));
            insert into pipeline.evenement_engagement_classique values (1, 'TEMOIN');
            insert into public.conseiller (id) values ('TEMOIN');
            update public.evenement_engagement set nom = 'corrigé' where id_utilisateur = 'TEMOIN';
            """);
        await pipeline.EnrichAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.evenement_engagement set nom = 'encore' where id_utilisateur = 'TEMOIN'");
        Assert.NotNull(await pipeline.ScalarAsync<string>("select date_premier_ae::text from public.conseiller where id = 'TEMOIN'"));
        Assert.Contains("pipeline.correction", await Traces.OfAsync(pipeline, "TEMOIN"), StringComparison.Ordinal);

        await pipeline.RunAsync(new OublierJob(["TEMOIN"]));

        Assert.Equal("public.conseiller", await Traces.OfAsync(pipeline, "TEMOIN"));
        Assert.Null(await pipeline.ScalarAsync<string>("select date_premier_ae::text from public.conseiller where id = 'TEMOIN'"));
        await pipeline.EnrichAsync();
        await Contents.AssertDerivedAsync(pipeline);
    }

    [Fact]
    public async Task A_column_without_room_for_a_pseudonym_is_named_and_nothing_is_changed()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j1', 'JEUNE')");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "create table pipeline.evenement_engagement_classique (id_utilisateur varchar(36))");
        var error = await Assert.ThrowsAsync<PipelineException>(() => pipeline.RunAsync(new OublierJob(["j1"])));

        Assert.StartsWith("The column id_utilisateur of pipeline.evenement_engagement_classique is of type character varying(36)", error.Message, StringComparison.Ordinal);
        Assert.Equal("j1", await pipeline.ScalarAsync<string>("select id_utilisateur from public.evenement_engagement"));
    }

    /// <summary>VACUUM must leave what an older session may still read; running again takes it away, whoever is forgotten then.</summary>
    [Fact]
    public async Task Row_versions_that_an_older_session_may_read_are_told_and_go_with_the_next_run()
    {
        await using var pipeline = await StartAsync("(1, '2025-06-24T10:00Z', 'j1', 'JEUNE')");
        await using (var reader = await pipeline.Analytics.OpenConnectionAsync(Cancellation))
        await using (await reader.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancellation))
        {
            await using var command = reader.CreateCommand();
            command.CommandText = "select count(*) from public.evenement_engagement";
            await command.ExecuteScalarAsync(Cancellation);
            Assert.NotEqual(0, await LeftAsync("j1"));
        }

        Assert.Equal(0, await LeftAsync("personne"));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables where schemaname = 'pipeline' and relname ~ '^evenement_engagement_[0-9]'"));

        async Task<long> LeftAsync(string who) => (long)(await pipeline.RunAsync(new OublierJob([who]))).Outcome.Result["tablesToVacuum"]!;
    }

    private async Task<TestPipeline> StartAsync(string events)
    {
        var pipeline = await Nettoyage.Production.NewAsync(postgres);
        await InsertAsync(pipeline, events);
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        return pipeline;
    }

    private static Task InsertAsync(TestPipeline pipeline, string values) =>
        TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement, id_utilisateur, type_utilisateur, structure) select id, date_evenement::timestamptz, qui, type, 'MILO' from (values {values}) v (id, date_evenement, qui, type)");

    /// <summary>The people to forget under names that are found in no other text; or, once they left, under others.</summary>
    private static RawSource Renamed(RawSource rows, string? to = null)
    {
        string? Name(string? id) => id is null ? null : to is null ? Names.GetValueOrDefault(id, id) : id.StartsWith("TEMOIN", StringComparison.Ordinal) ? id.Replace("TEMOIN", to, StringComparison.Ordinal) : id;
        return rows with
        {
            Evenements = [.. rows.Evenements.Select(e => e with { IdUtilisateur = Name(e.IdUtilisateur) })],
            Jeunes = [.. rows.Jeunes.Select(j => j with { Id = Name(j.Id)!, IdConseiller = Name(j.IdConseiller), IdConseillerInitial = Name(j.IdConseillerInitial) })],
            Conseillers = [.. rows.Conseillers.Select(c => c with { Id = Name(c.Id)! })],
        };
    }
}
