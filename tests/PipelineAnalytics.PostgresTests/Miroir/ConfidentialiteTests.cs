using System.Text.Json.Nodes;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>What of people reaches analytics.</summary>
public sealed class ConfidentialiteTests(PostgresFixture postgres)
{
    private const string Key = "une clé de test, assez longue";

    private static readonly string[] Vues = ["analytics_fonctionnalites", "analytics_fonctionnalites_demarches_ia", "analytics_engagement", "analytics_engagement_national"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public async Task With_the_ready_profile_no_name_arrives_and_every_vue_gives_the_same_numbers(ulong seed)
    {
        var rows = RandomSource.Sample(seed, size: 80);
        await using var clear = await ChainAsync(rows);
        await using var hidden = await ChainAsync(rows, p => (p.Settings.Confidentialite.Profil, p.Settings.Confidentialite.Cle, p.Settings.Miroir.Verifier) = ("pseudonymes", Key, true));

        foreach (var vue in Vues) Assert.Equal(await ContentAsync(clear, vue), await ContentAsync(hidden, vue));
        foreach (var table in new[] { "jeune", "conseiller", "feature_flip" }) Assert.Equal(0L, await hidden.ScalarAsync<long>($"select count(*) from public.{table} t where t::text ~* 'exemple|Anne|Durand'"));
        Assert.True(await hidden.ScalarAsync<bool>("select bool_and(email ~ '^[0-9a-f]{32}$') from public.conseiller where email is not null"));
        Assert.Equal(await clear.ScalarAsync<long>("select count(distinct email) from public.conseiller"), await hidden.ScalarAsync<long>("select count(distinct email) from public.conseiller"));
        Assert.Equal(await clear.ScalarAsync<long>("select count(email) from public.conseiller"), await hidden.ScalarAsync<long>("select count(email) from public.conseiller"));
    }

    [Fact]
    public async Task Another_key_gives_other_pseudonyms_and_copies_the_table_again()
    {
        await using var pipeline = await PeopleAsync();
        (pipeline.Settings.Confidentialite.Profil, pipeline.Settings.Confidentialite.Cle) = ("pseudonymes", Key);
        await pipeline.MirrorAsync();
        var first = await pipeline.ScalarAsync<string>("select email from public.conseiller where id = 'c'");
        Assert.Equal(first, await pipeline.ScalarAsync<string>("select email_conseiller from public.feature_flip where feature_tag = 'DEMARCHES_IA'"));
        pipeline.Settings.Confidentialite.Cle = Key + " 2";
        var run = await pipeline.MirrorAsync();
        Assert.NotEqual(first, await pipeline.ScalarAsync<string>("select email from public.conseiller where id = 'c'"));
        Assert.Equal(["conseiller.email", "conseiller.nom", "conseiller.prenom", "feature_flip.email_conseiller", "jeune.email", "jeune.nom", "jeune.prenom"], Names(run.Outcome.Result, "pseudonymisedColumns"));
    }

    [Fact]
    public async Task Columns_that_look_personal_are_named_until_a_setting_says_what_becomes_of_them()
    {
        await using var pipeline = await PeopleAsync();
        pipeline.Settings.Confidentialite.Garder = ["conseiller.*"];
        pipeline.Settings.Confidentialite.Supprimer = ["archive_jeune.donnees", "jeune.email"];
        var run = await pipeline.MirrorAsync();
        Assert.Equal(["feature_flip.email_conseiller", "jeune.nom", "jeune.prenom"], Names(run.Outcome.Result, "personalColumnsInClear"));
        Assert.Equal(["archive_jeune.donnees", "jeune.email"], Names(run.Outcome.Result, "droppedColumns"));
        Assert.False(await pipeline.ScalarAsync<bool>("select exists (select from pg_attribute where attrelid = 'public.jeune'::regclass and attname = 'email')"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("keep", true)]
    [InlineData("drop", false)]
    public async Task A_column_never_seen_before_does_what_the_setting_says(string? setting, bool arrives)
    {
        await using var pipeline = await PeopleAsync();
        pipeline.Settings.Confidentialite.ColonneInconnue = setting;
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table public.jeune add column diagnostic text");
        for (var night = 0; night < 2; night++)
        {
            var run = await pipeline.MirrorAsync();
            Assert.Equal(arrives, await pipeline.ScalarAsync<bool>("select exists (select from pg_attribute where attrelid = 'public.jeune'::regclass and attname = 'diagnostic')"));
            Assert.Equal(night == 0 || !arrives ? ["jeune.diagnostic"] : [], Names(run.Outcome.Result, "unknownColumns"));
        }
    }

    [Fact]
    public async Task An_unknown_column_stops_the_mirror_until_it_is_named()
    {
        await using var pipeline = await PeopleAsync();
        pipeline.Settings.Confidentialite.ColonneInconnue = "stop";
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter table public.jeune add column diagnostic text");
        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);
        Assert.Contains("jeune.diagnostic", error.Message, StringComparison.Ordinal);
        pipeline.Settings.Confidentialite.Garder = ["jeune.diagnostic"];
        await pipeline.MirrorAsync();
        pipeline.Settings.Confidentialite.Garder = null;
        await pipeline.MirrorAsync();
    }

    [Theory]
    [InlineData("jeune.id", null, Key, "joined")]
    [InlineData("conseiller.email", null, Key, "feature_flip.email_conseiller")]
    [InlineData("jeune.nom", null, "court", "Confidentialite__Cle")]
    [InlineData("jeune.nom", null, null, "Confidentialite__Cle")]
    [InlineData("nom", null, Key, "table.column")]
    [InlineData("archive_jeune.id", null, Key, "integer")]
    [InlineData("jeune.nom", "tout", Key, "Confidentialite__Profil")]
    public async Task A_setting_that_can_not_be_carried_out_is_refused_before_anything_changes(string column, string? profile, string? key, string named)
    {
        await using var pipeline = await PeopleAsync();
        (pipeline.Settings.Confidentialite.Pseudonymiser, pipeline.Settings.Confidentialite.Profil, pipeline.Settings.Confidentialite.Cle) = ([column], profile, key);
        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.MirrorAsync);
        Assert.Equal(2, error.ExitCode);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.True(await pipeline.ScalarAsync<bool>("select to_regclass('public.jeune') is null"));
    }

    private async Task<TestPipeline> PeopleAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(7, 5), Cancellation);
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            insert into public.conseiller (id, nom, email) values ('c', 'Durand', 'anne@exemple.test');
            insert into public.feature_flip (email_conseiller, feature_tag) select 'anne@exemple.test', 'DEMARCHES_IA' where not exists (select from public.feature_flip where feature_tag = 'DEMARCHES_IA');
            update public.feature_flip set email_conseiller = 'anne@exemple.test' where feature_tag = 'DEMARCHES_IA'
            """);
        return pipeline;
    }

    private async Task<TestPipeline> ChainAsync(RawSource rows, Action<TestPipeline>? set = null)
    {
        var pipeline = await postgres.NewPipelineAsync();
        set?.Invoke(pipeline);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await TestPipeline.ExecuteAsync(pipeline.Source, "update public.jeune set nom = 'Durand', prenom = 'Anne', email = 'anne@exemple.test'");
        await pipeline.RunChainAsync();
        await pipeline.BackfillAsync();
        return pipeline;
    }

    private static Task<string?> ContentAsync(TestPipeline pipeline, string vue) =>
        pipeline.ScalarAsync<string>($"select count(*) || ' ' || coalesce(md5(string_agg(v::text, '|' order by v::text)), '') from public.{vue} v");

    private static string?[] Names(JsonObject result, string key) => [.. result[key]!.AsArray().Select(n => (string?)n)];
}
