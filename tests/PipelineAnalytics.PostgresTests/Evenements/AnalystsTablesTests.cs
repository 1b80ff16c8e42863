using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>
/// What analysts read of jeunes and counsellors, and the weekly rollup, are kept up as events come and are, after each night and
/// each correction by hand, what a full recomputation over the events gives.
/// </summary>
public sealed class AnalystsTablesTests(PostgresFixture postgres)
{
    /// <summary>Corrections as people make them: of users, programmes, dates and acts, in any week, with and without one.</summary>
    private static readonly string[] Corrections =
    [
        "update public.evenement_engagement set structure = 'POLE_EMPLOI' where id % 7 = 0",
        "update public.evenement_engagement set structure = null where id % 11 = 0",
        "update public.evenement_engagement set id_utilisateur = 'j2' where id_utilisateur = 'j1' and id % 2 = 0",
        "update public.evenement_engagement set id_utilisateur = null where id % 13 = 0",
        "update public.evenement_engagement set id_utilisateur = 'nouveau' where id_utilisateur is null",
        "update public.evenement_engagement set type_utilisateur = case type_utilisateur when 'JEUNE' then 'CONSEILLER' else 'JEUNE' end where id % 5 = 0",
        "update public.evenement_engagement set categorie = 'OFFRE', action = 'DÉTAIL', code = 'action_creee_main' where id % 6 = 1",
        "update public.evenement_engagement set agence = null, departement = null, region = null where id % 9 = 0",
        "update public.evenement_engagement set departement = '2B' where region is not null and id % 4 = 0",
        "update public.evenement_engagement set date_evenement = date_evenement + interval '1 microsecond' where id % 3 = 0 and extract(minute from date_evenement) < 30",
        "update public.evenement_engagement e set date_evenement = o.date_evenement, semaine = o.semaine, jour = o.jour from (select * from public.evenement_engagement where semaine is not null order by id limit 1) o where e.id % 8 = 0 and e.semaine <> o.semaine",
        "delete from public.evenement_engagement where id_utilisateur = 'j3'",
        "delete from public.evenement_engagement where id % 10 = 3",
        "delete from public.evenement_engagement where id_utilisateur = 'c1' and type_utilisateur = 'CONSEILLER'",
        "delete from public.evenement_engagement where semaine = (select max(semaine) from public.evenement_engagement)",
        "delete from public.evenement_engagement where date_evenement is null and id % 2 = 0",
        "insert into public.evenement_engagement select id + 1000000, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code, semaine, jour, agence, departement, region from public.evenement_engagement where id % 13 = 1 and semaine is not null",
        "insert into public.evenement_engagement (id, date_evenement, categorie, action, id_utilisateur, type_utilisateur, structure) values (3000001, '2025-03-29T23:30Z', 'offre', 'postuler', 'j4', 'JEUNE', 'MILO'), (3000002, null, 'EVÉNEMENT', null, 'c1', 'CONSEILLER', 'MILO')",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_each_night_they_are_what_a_full_recomputation_gives(int seed)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        foreach (var night in Nights(seed))
        {
            await SourceSchema.LoadAsync(pipeline.Source, night, Cancellation);
            await pipeline.RunChainAsync();
            await Contents.AssertDerivedAsync(pipeline);
        }
    }

    /// <summary>The swap brings a new table of counsellors, others in it than the night before: the dates are there from its first instant.</summary>
    [Fact]
    public async Task The_dates_of_counsellors_outlive_each_exchange_of_the_mirror()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var nights = Nights(4).ToList();
        await SourceSchema.LoadAsync(pipeline.Source, nights[0] with { Conseillers = [.. nights[0].Conseillers.Take(2)] }, Cancellation);
        await pipeline.RunChainAsync();
        foreach (var night in nights)
        {
            await SourceSchema.LoadAsync(pipeline.Source, night, Cancellation);
            await pipeline.MirrorAsync();
            await Contents.AssertDerivedAsync(pipeline);
        }

        Assert.True(await pipeline.ScalarAsync<long>("select count(*) from public.conseiller where date_premier_ae < date_dernier_ae") > 0);
    }

    /// <summary>One after the other, each enriched at once, so that it is known which one is not followed.</summary>
    [Fact]
    public async Task After_each_correction_by_hand_all_that_derives_from_events_follows()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = Nights(5).Last();
        await StartAsync(pipeline, rows);
        var faults = new List<string>();
        foreach (var correction in Corrections)
        {
            await TestPipeline.ExecuteAsync(pipeline.Analytics, correction);
            await pipeline.EnrichAsync();
            if (await ActualAnalysts.DifferenceAsync(pipeline.Analytics, Cancellation) is not { } difference) continue;
            faults.Add($"{correction}\n{difference}");
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task After_many_corrections_by_hand_the_vues_follow_too(int seed)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = Nights(seed).Last();
        await StartAsync(pipeline, rows);
        await pipeline.BackfillAsync();
        var random = new Random(seed);
        for (var time = 0; time < 3; time++)
        {
            foreach (var correction in random.GetItems(Corrections, 4).Distinct().Where(c => time == 0 || !c.StartsWith("insert", StringComparison.Ordinal)))
            {
                await TestPipeline.ExecuteAsync(pipeline.Analytics, correction);
            }

            await pipeline.EnrichAsync();
            await pipeline.BackfillAsync();
            await Contents.AssertAsync(pipeline, await ActualAnalysts.EvenementsAsync(pipeline.Analytics, Cancellation), rows);
        }
    }

    /// <summary>Job 3 alone, as it is queued: the weeks that the corrections made stale are due.</summary>
    [Fact]
    public async Task After_corrections_by_hand_the_nightly_vues_are_right_without_a_backfill()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = Nights(9).Last();
        await StartAsync(pipeline, rows);
        await pipeline.BackfillAsync();
        foreach (var correction in Corrections[..10]) await TestPipeline.ExecuteAsync(pipeline.Analytics, correction);

        await pipeline.EnrichAsync();
        await pipeline.VuesAsync();

        await Contents.AssertAsync(pipeline, await ActualAnalysts.EvenementsAsync(pipeline.Analytics, Cancellation), rows);
    }

    /// <summary>Whether it is a backfill or the nightly job that comes next must not decide what is shown.</summary>
    [Fact]
    public async Task A_week_whose_events_were_all_deleted_is_not_shown_after_the_nightly_vues()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var rows = Nights(10).Last();
        await StartAsync(pipeline, rows);
        await pipeline.BackfillAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where semaine = (select max(semaine) from public.evenement_engagement)");

        var run = await pipeline.EnrichAsync();
        Assert.True(run.Outcome.VuesAreDue);
        await pipeline.VuesAsync();

        await Contents.AssertAsync(pipeline, await ActualAnalysts.EvenementsAsync(pipeline.Analytics, Cancellation), rows);
    }

    [Fact]
    public async Task An_emptied_table_of_events_leaves_nothing_of_jeunes_and_counsellors()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await StartAsync(pipeline, Nights(11).Last());
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "truncate public.evenement_engagement");

        await pipeline.EnrichAsync();

        await Contents.AssertDerivedAsync(pipeline);
    }

    /// <summary>Whoever corrects need not have any right on the bookkeeping.</summary>
    [Fact]
    public async Task A_correction_by_someone_with_rights_on_the_events_alone_is_followed()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await StartAsync(pipeline, Nights(12).Last());
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            create role correctrice_des_evenements;
            grant select, update, delete on public.evenement_engagement to correctrice_des_evenements;
            set role correctrice_des_evenements;
            update public.evenement_engagement set id_utilisateur = 'j2' where id_utilisateur = 'j1';
            delete from public.evenement_engagement where id % 3 = 0;
            reset role
            """);

        await pipeline.EnrichAsync();

        await Contents.AssertDerivedAsync(pipeline);
    }

    /// <summary>A correction is committed while the enrichment has read the notes of earlier ones and not yet struck them out.</summary>
    [Fact]
    public async Task A_correction_committed_while_corrections_are_applied_is_not_forgotten()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await StartAsync(pipeline, Nights(13).Last());
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.evenement_engagement where id_utilisateur = 'j1'");
        await using var hand = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        await using var transaction = await hand.BeginTransactionAsync(Cancellation);
        // Reading the notes goes on under this lock, striking them out waits for it.
        await new Npgsql.NpgsqlCommand("lock table pipeline.correction in share mode", hand).ExecuteNonQueryAsync(Cancellation);
        var enriching = pipeline.EnrichAsync();
        await Soon.UntilAsync("an enrichment that waits for the lock", async () => enriching.IsCompleted || await pipeline.ScalarAsync<bool>("select exists (select from pg_locks where not granted and relation = 'pipeline.correction'::regclass)"));
        await new Npgsql.NpgsqlCommand("delete from public.evenement_engagement where id_utilisateur in ('j2', 'c1')", hand).ExecuteNonQueryAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
        await enriching;

        await pipeline.EnrichAsync();

        await Contents.AssertDerivedAsync(pipeline);
    }

    private static async Task StartAsync(TestPipeline pipeline, RawSource rows)
    {
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await pipeline.LayMirrorAsync(rows with { Evenements = [] });
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
    }

    /// <summary>Three nights: on each there are more events, and people have moved.</summary>
    private static IEnumerable<RawSource> Nights(int seed)
    {
        var two = RandomUsages.On(RandomSource.SampleTwoNights((ulong)seed, 60), seed);
        yield return two.First;
        yield return two.Second;
        var third = RandomUsages.On(RandomSource.Sample((ulong)seed + 1000, 40), seed + 1000);
        yield return third with { Evenements = [.. two.Second.Evenements, .. third.Evenements.Select(e => e with { Id = e.Id + 100_000 })] };
    }
}
