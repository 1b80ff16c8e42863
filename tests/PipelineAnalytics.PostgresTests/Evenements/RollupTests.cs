using PipelineAnalytics.Jobs.InitialiserLesVues;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>The rollups are derived: lost, wrong, or made by other rules, they come back from the events.</summary>
public sealed class RollupTests(PostgresFixture postgres)
{
    private const string Rollups = "select string_agg(t::text, '|' order by t::text) from (select semaine, segment, utilisateur, bit_or(jours), sum(nb_evenements) from pipeline.activite_hebdo group by 1, 2, 3 union all select semaine, fonctionnalite, utilisateur, null, sum(nb_evenements) from pipeline.usage_hebdo group by 1, 2, 3) t";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("truncate pipeline.activite_hebdo, pipeline.usage_hebdo")]
    [InlineData("delete from pipeline.usage_hebdo where utilisateur is null")]
    [InlineData("update pipeline.activite_hebdo set nb_evenements = nb_evenements + 1 where semaine = (select min(semaine) from pipeline.activite_hebdo)")]
    [InlineData("insert into pipeline.usage_hebdo select semaine, fonctionnalite, utilisateur, 1 from pipeline.usage_hebdo limit 1")]
    [InlineData("delete from pipeline.semaine")]
    public async Task What_initialiser_finds_lost_or_doubled_it_counts_anew(string damage)
    {
        await using var pipeline = await StartAsync(11);
        var before = await pipeline.ScalarAsync<string>(Rollups);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, damage);

        await pipeline.BackfillAsync();

        Assert.Equal(before, await pipeline.ScalarAsync<string>(Rollups));
        await Contents.AssertDerivedAsync(pipeline);
    }

    /// <summary>Sums that agree prove nothing of who did what: asked for, every week is counted anew.</summary>
    [Fact]
    public async Task What_is_wrong_under_right_sums_is_counted_anew_when_asked_for()
    {
        await using var pipeline = await StartAsync(16);
        var before = await pipeline.ScalarAsync<string>(Rollups);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update pipeline.activite_hebdo set segment = (select min(id) from pipeline.segment); update pipeline.usage_hebdo set fonctionnalite = (select min(numero) from pipeline.fonctionnalite)");
        await pipeline.BackfillAsync();
        Assert.NotEqual(before, await pipeline.ScalarAsync<string>(Rollups));

        await pipeline.RunAsync(InitialiserLesVuesJob.Between(null, null, reconstruire: true));

        Assert.Equal(before, await pipeline.ScalarAsync<string>(Rollups));
    }

    /// <summary>Changed by hand after the last enrichment: the vues do not wait for the next one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_correction_by_hand_counts_in_the_vues_that_are_computed_next(bool initialiser)
    {
        await using var pipeline = await StartAsync(17);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update public.evenement_engagement set structure = 'CORRIGEE' where semaine is not null and id_utilisateur is not null");

        if (initialiser) await pipeline.BackfillAsync();
        else await pipeline.VuesAsync();

        Assert.Equal("CORRIGEE", await pipeline.ScalarAsync<string>("select string_agg(distinct structure, ',') from public.analytics_engagement"));
    }

    /// <summary>A b-tree would refuse it, and with it the night's events of everybody.</summary>
    [Fact]
    public async Task One_event_with_a_very_long_name_does_not_stop_the_others()
    {
        await using var pipeline = await StartAsync(18);
        var name = string.Concat(Enumerable.Range(0, 400).Select(i => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)))));
        await TestPipeline.ExecuteAsync(pipeline.Source, $"alter table evenement_engagement_hebdo alter nom type text; insert into evenement_engagement_hebdo (id, date_evenement, categorie, nom, id_utilisateur, type_utilisateur, structure) values (7000001, '2025-06-24T10:00Z', 'Offre', '{name}', 'j1', 'JEUNE', 'PASS_EMPLOI'), (7000002, '2025-06-24T10:00Z', 'Offre', 'x', 'j1', 'JEUNE', 'MILO')");

        await pipeline.LoadAsync();
        var run = await pipeline.EnrichAsync();

        Assert.Equal(2L, (long)(int)run.Outcome.Result["enriched"]!);
        await Contents.AssertDerivedAsync(pipeline);
    }

    /// <summary>Notes that wait when all is emptied count too: every week comes to none.</summary>
    [Fact]
    public async Task Weeks_emptied_by_hand_after_other_changes_have_no_event()
    {
        await using var pipeline = await StartAsync(19);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where id % 3 = 0");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "truncate public.evenement_engagement");

        await pipeline.VuesAsync();

        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.semaine where nb_evenements <> 0"));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select (select count(*) from pipeline.usage_hebdo) + (select count(*) from pipeline.utilisateur) + (select count(*) from public.analytics_engagement)"));
    }

    /// <summary>A change by hand in a partition leaves no note: only the parent has triggers.</summary>
    [Fact]
    public async Task Events_put_into_a_partition_by_hand_are_counted_by_initialiser()
    {
        await using var pipeline = await StartAsync(12);
        var partition = await pipeline.ScalarAsync<string>("select tableoid::regclass::text from public.evenement_engagement where semaine is not null and id_utilisateur is not null order by id limit 1");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"insert into {partition} select id + 5000000, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code, semaine, jour, agence, departement, region from {partition}");
        var events = await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement where semaine is not null");

        await pipeline.BackfillAsync();

        Assert.Equal(events, await pipeline.ScalarAsync<long>("select sum(nb_evenements)::bigint from pipeline.usage_hebdo"));
        Assert.Equal(events, await pipeline.ScalarAsync<long>("select sum(nb_evenements)::bigint from pipeline.semaine"));
    }

    [Fact]
    public async Task Other_rules_of_counting_than_those_the_rollups_were_made_by_make_every_week_anew()
    {
        await using var pipeline = await StartAsync(13);
        var before = await pipeline.ScalarAsync<string>(Rollups);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "update pipeline.reglage set valeur = 'others' where nom = 'cumuls'; update pipeline.activite_hebdo set jours = 127");

        await pipeline.VuesAsync();

        Assert.Equal(before, await pipeline.ScalarAsync<string>(Rollups));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.semaine_a_recompter"));
        Assert.NotEqual("others", await pipeline.ScalarAsync<string>("select valeur from pipeline.reglage where nom = 'cumuls'"));
    }

    /// <summary>As after a kill: the first weeks are counted anew, the others are still in the queue.</summary>
    [Fact]
    public async Task Weeks_that_a_dead_run_left_are_counted_by_the_next()
    {
        await using var pipeline = await StartAsync(14);
        var before = await pipeline.ScalarAsync<string>(Rollups);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into pipeline.semaine_a_recompter select semaine from pipeline.semaine order by semaine desc limit 2; delete from pipeline.activite_hebdo where semaine in (select semaine from pipeline.semaine_a_recompter)");

        await pipeline.VuesAsync();

        Assert.Equal(before, await pipeline.ScalarAsync<string>(Rollups));
    }

    [Fact]
    public async Task Nights_that_add_to_a_week_give_the_rows_of_one_pass_over_its_events()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var (first, second) = RandomSource.SampleTwoNights(15, 200);
        foreach (var night in (RawSource[])[first, second])
        {
            await SourceSchema.LoadAsync(pipeline.Source, night, Cancellation);
            await pipeline.RunChainAsync();
        }

        var added = await pipeline.ScalarAsync<string>(Rollups);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into pipeline.semaine_a_recompter select semaine from pipeline.semaine");
        await pipeline.VuesAsync();
        Assert.Equal(added, await pipeline.ScalarAsync<string>(Rollups));
    }

    private async Task<TestPipeline> StartAsync(ulong seed)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(seed, 150), Cancellation);
        await pipeline.RunChainAsync();
        return pipeline;
    }
}
