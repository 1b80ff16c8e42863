using PipelineAnalytics.Jobs;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>Analytics that was tampered with is found out by the next load, told, and mended, with all that derives from it.</summary>
public sealed class ReceiptTests(PostgresFixture postgres)
{
    private static readonly RawSource Rows = RandomUsages.On(RandomSource.Sample(41, 60), 41);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delete from public.evenement_engagement where id % 5 = 0 and date_evenement is not null")]
    [InlineData("delete from public.evenement_engagement where semaine is not null")]
    [InlineData("delete from public.evenement_engagement where semaine = (select min(semaine) from public.evenement_engagement)")]
    [InlineData("delete from public.evenement_engagement where id in (select id from public.evenement_engagement where date_evenement is not null order by id desc limit 7)")]
    public async Task What_was_deleted_is_loaded_again(string tampering)
    {
        await using var pipeline = await CompleteAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, tampering);
        var gone = Rows.Evenements.Count - await CountAsync(pipeline);
        Assert.True(gone > 0);

        var run = await pipeline.LoadAsync();

        Assert.Equal(gone, (long)run.Outcome.Result["loaded"]!);
        Assert.Empty(Repaired(run));
        await AssertMendedAsync(pipeline);
    }

    [Theory]
    [InlineData("update public.evenement_engagement set date_evenement = date_evenement + interval '1 day' where id = 4")]
    [InlineData("update public.evenement_engagement set date_evenement = null where id = 4")]
    [InlineData("update public.evenement_engagement set date_evenement = '-infinity', semaine = null, jour = null where id = 4")]
    [InlineData("update public.evenement_engagement set date_evenement = date_evenement - interval '1 year' where id % 2 = 0")]
    public async Task A_date_that_was_changed_is_set_back_and_the_days_are_told(string tampering)
    {
        await using var pipeline = await CompleteAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, tampering);

        var run = await pipeline.LoadAsync();

        Assert.Contains(JourOf(4), Repaired(run));
        await AssertMendedAsync(pipeline);
    }

    [Theory]
    [InlineData("= (select max(semaine) from public.evenement_engagement)")]
    [InlineData("= (select min(semaine) from public.evenement_engagement)")]
    [InlineData("is null")]
    public async Task A_row_doubled_under_another_week_is_one_again(string semaine)
    {
        await using var pipeline = await CompleteAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"""
            create temp table double as select * from public.evenement_engagement where id % 4 = 1 and semaine is not null and (semaine {semaine}) is not true;
            update double set semaine = {(semaine == "is null" ? "null" : semaine[2..])};
            update double set jour = semaine;
            insert into public.evenement_engagement select * from double;
            drop table double
            """);
        Assert.True(await CountAsync(pipeline) > Rows.Evenements.Count);

        var run = await pipeline.LoadAsync();

        Assert.NotEmpty(Repaired(run));
        await AssertMendedAsync(pipeline);
    }

    [Fact]
    public async Task A_row_doubled_and_already_counted_twice_is_one_again()
    {
        await using var pipeline = await CompleteAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into public.evenement_engagement select id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code from public.evenement_engagement where id % 2 = 0 and semaine <> (select max(semaine) from public.evenement_engagement)");
        // The week's index refuses the second one: nothing is enriched until the load has mended it.
        await Assert.ThrowsAsync<PipelineException>(pipeline.EnrichAsync);

        var run = await pipeline.LoadAsync();

        Assert.NotEmpty(Repaired(run));
        await AssertMendedAsync(pipeline);
    }

    /// <summary>The id taken is another event's, in another week: one event is missing, the other is there twice.</summary>
    [Fact]
    public async Task A_row_moved_to_the_id_of_another_event_is_moved_back()
    {
        await using var pipeline = await CompleteAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            update public.evenement_engagement e
            set id = (select max(o.id) from public.evenement_engagement o where o.semaine <> e.semaine)
            where id = 4
            """);

        var run = await pipeline.LoadAsync();

        Assert.Equal(1, (long)run.Outcome.Result["loaded"]!);
        Assert.NotEmpty(Repaired(run));
        await AssertMendedAsync(pipeline);
    }

    /// <summary>Under an id that production does not hold a row is one that production forgot: it stays, and the event is loaded.</summary>
    [Theory]
    [InlineData(-9)]
    [InlineData(5)]
    [InlineData(2_000_000_000)]
    public async Task A_row_moved_to_an_id_of_its_own_stays_and_its_event_is_loaded(int id)
    {
        await using var pipeline = await CompleteAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"update public.evenement_engagement set id = {id} where id = 4");

        var run = await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await pipeline.BackfillAsync();

        Assert.Equal(1, (long)run.Outcome.Result["loaded"]!);
        var evenements = EnrichmentOracle.Enrich(Rows, Contents.Zone);
        await Contents.AssertAsync(pipeline, [.. evenements, evenements.Single(e => e.Id == 4) with { Id = id }], Rows);
    }

    /// <summary>An event without a date is enriched like the others, the second time too.</summary>
    [Theory]
    [InlineData("delete from public.evenement_engagement where date_evenement is null")]
    [InlineData("update public.evenement_engagement set date_evenement = '2025-06-24T10:00Z' where date_evenement is null")]
    [InlineData("truncate public.evenement_engagement")]
    public async Task Events_without_a_date_are_enriched_again_when_they_are_loaded_again(string tampering)
    {
        await using var pipeline = await CompleteAsync();
        Assert.Contains(EnrichmentOracle.Enrich(Rows, Contents.Zone), e => e is { DateEvenement: null, Agence: not null });
        await TestPipeline.ExecuteAsync(pipeline.Analytics, tampering);

        await pipeline.LoadAsync();

        await AssertMendedAsync(pipeline);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public async Task Many_tamperings_at_once_are_mended(int seed)
    {
        await using var pipeline = await CompleteAsync();
        var random = new Random(seed);
        for (var time = 0; time < 12; time++)
        {
            int id = Rows.Evenements[random.Next(Rows.Evenements.Count)].Id, other = Rows.Evenements[random.Next(Rows.Evenements.Count)].Id;
            await TestPipeline.ExecuteAsync(pipeline.Analytics, random.Next(4) switch
            {
                0 => $"delete from public.evenement_engagement where id = {id} and semaine is not null",
                1 => $"update public.evenement_engagement set date_evenement = date_evenement + interval '{random.Next(1, 300)} hours' where id = {id}",
                2 => $"insert into public.evenement_engagement select * from (select e.id, e.date_evenement, e.categorie, e.action, e.nom, e.id_utilisateur, e.type_utilisateur, e.structure, e.code, o.semaine, o.jour, e.agence, e.departement, e.region from public.evenement_engagement e, public.evenement_engagement o where e.id = {id} and o.id = {other} and o.semaine <> e.semaine limit 1) d on conflict do nothing",
                _ => $"update public.evenement_engagement e set id = {other} where id = {id} and semaine is not null and not exists (select from public.evenement_engagement o where o.id = {other} and o.semaine is not distinct from e.semaine)",
            });
            // Sometimes the tampering is counted before the next load.
            if (random.Next(4) == 0) await pipeline.EnrichAsync();
        }

        await pipeline.LoadAsync();

        await AssertMendedAsync(pipeline);
    }

    [Fact]
    public async Task A_load_into_an_untouched_analytics_repairs_nothing()
    {
        await using var pipeline = await CompleteAsync();
        var run = await pipeline.LoadAsync();

        Assert.Empty(Repaired(run));
        Assert.Equal((Rows.Evenements.Count, Rows.Evenements.Count, 0L), ((long)run.Outcome.Result["inSource"]!, (long)run.Outcome.Result["alreadyThere"]!, (long)run.Outcome.Result["loaded"]!));
        await AssertMendedAsync(pipeline);
    }

    private async Task<TestPipeline> CompleteAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, Rows, Cancellation);
        await pipeline.LayMirrorAsync(Rows);
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        return pipeline;
    }

    private static async Task AssertMendedAsync(TestPipeline pipeline)
    {
        await pipeline.EnrichAsync();
        await Contents.AssertDerivedAsync(pipeline);
        await pipeline.BackfillAsync();
        await Contents.AssertAsync(pipeline, EnrichmentOracle.Enrich(Rows, Contents.Zone), Rows);
    }

    private static string JourOf(int id) => EnrichmentOracle.Enrich(Rows, Contents.Zone).Single(e => e.Id == id).Jour is { } jour ? $"{jour:yyyy-MM-dd}" : "";

    private static List<string?> Repaired(JobRun run) => [.. run.Outcome.Result["repairedDays"]!.AsArray().Select(d => (string?)d)];

    private static Task<long> CountAsync(TestPipeline pipeline) => pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement");
}
