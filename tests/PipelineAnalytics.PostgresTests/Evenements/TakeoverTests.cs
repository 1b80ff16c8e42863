using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>The table of an earlier pipeline is taken over by the first verb that is run, and no row is lost.</summary>
public sealed class TakeoverTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ClassicalShape.Usual, "charger-les-evenements")]
    [InlineData(ClassicalShape.Usual, "enrichir-les-evenements")]
    [InlineData(ClassicalShape.Usual, "dump-for-analytics")]
    [InlineData(ClassicalShape.Usual, "initialiser-les-vues")]
    [InlineData(ClassicalShape.WithoutEnrichedColumns, "charger-les-evenements")]
    [InlineData(ClassicalShape.WithoutEnrichedColumns, "enrichir-les-evenements")]
    [InlineData(ClassicalShape.OtherOrder, "charger-les-evenements")]
    [InlineData(ClassicalShape.OtherOrder, "initialiser-les-vues")]
    [InlineData(ClassicalShape.Empty, "charger-les-evenements")]
    [InlineData(ClassicalShape.Empty, "enrichir-les-evenements")]
    public async Task Any_first_verb_takes_the_table_over_and_the_numbers_are_right(ClassicalShape shape, string verb)
    {
        var nights = RandomUsages.On(RandomSource.SampleTwoNights(71, 60), 71);
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, nights.Second with { Evenements = [] }, Cancellation);
        await pipeline.LayMirrorAsync(nights.Second with { Evenements = [] });
        var old = Old(nights, shape);
        await ClassicalTable.CreateAsync(pipeline.Analytics, shape, WithDoubles(old));
        var before = await ClassicalTable.RowsAsync(pipeline.Analytics, shape);

        await RunAsync(pipeline, verb);

        // What is enriched by this very verb gets an agency and perhaps another structure: it is compared below.
        if (verb != "enrichir-les-evenements") Assert.Null(Difference.Between("evenement_engagement", before, await ClassicalTable.RowsAsync(pipeline.Analytics, shape)));
        await AssertEachOnceAsync(pipeline, old.Count);
        await ClassicalTable.AssertReadableAsync(pipeline.Analytics);

        await SourceSchema.LoadAsync(pipeline.Source, nights.Second, Cancellation);
        await pipeline.MirrorAsync();
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await pipeline.BackfillAsync();
        await ClassicalTable.AssertReadableAsync(pipeline.Analytics);
        await Contents.AssertAsync(pipeline, Expected(nights, old), nights.Second);
    }

    /// <summary>What the oracle's calendar cannot say is taken over like the rest.</summary>
    [Fact]
    public async Task Dates_of_any_kind_are_taken_over_with_their_week()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RawSource.Empty, Cancellation);
        await pipeline.LayMirrorAsync(RawSource.Empty);
        await ClassicalTable.CreateAsync(pipeline.Analytics, ClassicalShape.Usual, []);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, """
            insert into public.evenement_engagement (id, date_evenement, id_utilisateur, type_utilisateur, semaine, jour, agence)
            select row_number() over (), d::timestamptz, 'c1', 'CONSEILLER', s::date, s::date, 'Ancienne'
            from unnest(array[null, 'infinity', '-infinity', '0044-03-15 12:00+00 BC', '0001-01-01 00:00+00', '20250-06-24 12:00+00', '9999-12-31 23:30+00', '1911-03-10 23:55+00']) d,
                 unnest(array[null, '2025-06-23', '1999-12-31']) s
            """);
        var before = await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual);

        await pipeline.LoadAsync();

        Assert.Null(Difference.Between("evenement_engagement", before, await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual)));
        await AssertEachOnceAsync(pipeline, before.Count);
        await pipeline.EnrichAsync();
        await AssertEachOnceAsync(pipeline, before.Count);
        await pipeline.BackfillAsync();
        Assert.Equal(15, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement where isfinite(date_evenement) and semaine = date_trunc('week', date_evenement at time zone 'Europe/Paris')::date"));
    }

    /// <summary>The old table carries no id constraint: a row without an id is no event, but it is no reason to stop each night either.</summary>
    [Fact]
    public async Task A_row_without_an_id_is_set_aside_and_the_others_are_taken_over()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RawSource.Empty, Cancellation);
        await ClassicalTable.CreateAsync(pipeline.Analytics, ClassicalShape.Usual, []);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "insert into public.evenement_engagement (id, date_evenement, nom) values (1, '2025-06-24T10:00Z', 'un'), (null, '2025-06-24T10:00Z', 'sans'), (null, null, 'sans')");
        var before = await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual);

        await pipeline.LoadAsync();

        Assert.Null(Difference.Between("evenement_engagement", before, await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual)));
    }

    /// <summary>Days and weeks were computed in a zone: from then on it is the one of these events.</summary>
    [Fact]
    public async Task The_time_zone_of_the_takeover_is_kept()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        var nights = RandomSource.SampleTwoNights(72, 20);
        await SourceSchema.LoadAsync(pipeline.Source, nights.Second, Cancellation);
        await pipeline.LayMirrorAsync(nights.Second);
        await ClassicalTable.CreateAsync(pipeline.Analytics, ClassicalShape.Usual, EnrichmentOracle.Enrich(nights.First, Contents.Zone));
        await pipeline.LoadAsync();
        pipeline.Settings.FuseauHoraire = "Indian/Reunion";

        var error = await Assert.ThrowsAsync<PipelineException>(pipeline.EnrichAsync);

        Assert.Contains("Europe/Paris", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(73)]
    [InlineData(74)]
    public async Task Disturbed_in_its_midst_the_old_table_is_still_there_and_a_rerun_completes(int seed)
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RawSource.Empty, Cancellation);
        await pipeline.LayMirrorAsync(RawSource.Empty);
        var old = Many();
        await ClassicalTable.CreateAsync(pipeline.Analytics, ClassicalShape.Usual, old);
        var before = await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual);
        await using var runs = new DisturbedRun(pipeline);
        var random = new Random(seed);
        var inTime = 0;
        for (var time = 0; time < 12; time++)
        {
            var disturbance = random.GetItems([Disturbance.Kill, Disturbance.TerminateOnAnalytics, Disturbance.Cut], 1)[0];
            var (met, _) = await runs.DisturbAsync("enrichir-les-evenements", DisturbedRun.Takeover, 1 + random.Next(time + 1), disturbance);
            if (met && !await TakenOverAsync(pipeline)) inTime++;
            Assert.Null(Difference.Between("evenement_engagement", before, await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual)));
            await ClassicalTable.AssertReadableAsync(pipeline.Analytics);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{inTime} disturbances met the takeover");
        Assert.True(inTime >= 2, $"only {inTime} disturbances met the takeover");
        Assert.Null(await runs.RunAsync("charger-les-evenements"));
        Assert.Null(await runs.RunAsync("enrichir-les-evenements"));
        Assert.Null(Difference.Between("evenement_engagement", before, await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual)));
        await AssertEachOnceAsync(pipeline, old.Count);
        await ClassicalTable.AssertReadableAsync(pipeline.Analytics);
        await pipeline.VuesAsync();
        await Contents.AssertDerivedAsync(pipeline);
    }

    [Fact]
    public async Task Two_processes_at_once_take_it_over_once()
    {
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RawSource.Empty, Cancellation);
        await pipeline.LayMirrorAsync(RawSource.Empty);
        var old = Many();
        await ClassicalTable.CreateAsync(pipeline.Analytics, ClassicalShape.Usual, old);
        var before = await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual);
        await using var runs = new DisturbedRun(pipeline);

        var errors = await Task.WhenAll(runs.RunAsync("charger-les-evenements"), runs.RunAsync("enrichir-les-evenements"), runs.RunAsync("charger-les-evenements"));

        Assert.All(errors, Assert.Null);
        Assert.Null(await runs.RunAsync("enrichir-les-evenements"));
        Assert.Null(Difference.Between("evenement_engagement", before, await ClassicalTable.RowsAsync(pipeline.Analytics, ClassicalShape.Usual)));
        await AssertEachOnceAsync(pipeline, old.Count);
        await pipeline.VuesAsync();
        await Contents.AssertDerivedAsync(pipeline);
    }

    /// <summary>Enriched on the first night, but for the last fifth, which waits; an event without a date has no week, and waits too.</summary>
    private static List<EnrichedEvenement> Old(TwoNights nights, ClassicalShape shape) => shape == ClassicalShape.Empty ? []
        : [.. nights.First.Evenements.Zip(EnrichmentOracle.Enrich(nights.First, Contents.Zone))
            .Select((e, index) => shape == ClassicalShape.WithoutEnrichedColumns || index % 5 == 4 || e.Second.Semaine is null ? Waiting(e.First) : e.Second)];

    private static EnrichedEvenement Waiting(RawEvenement e) => new(
        e.Id, e.DateEvenement, e.Categorie, e.Action, e.Nom, e.IdUtilisateur, e.TypeUtilisateur, e.Structure, e.Code, null, null, null, null, null);

    /// <summary>Some rows twice and three times: just the same, or once enriched and once not. The enriched one is the event.</summary>
    private static IEnumerable<EnrichedEvenement> WithDoubles(IEnumerable<EnrichedEvenement> rows) => rows.SelectMany((e, index) => (index % 9) switch
    {
        0 => [e, e],
        1 when e.Semaine is not null => [e with { Semaine = null, Jour = null, Agence = null, Departement = null, Region = null }, e],
        2 => [e, e, e],
        // The old way believed the session's zone: the day is computed anew.
        3 when e.Semaine is not null => [e with { Jour = e.Jour!.Value.AddDays(-1) }],
        _ => new[] { e },
    });

    private static IReadOnlyList<EnrichedEvenement> Expected(TwoNights nights, List<EnrichedEvenement> old)
    {
        var kept = old.Where(e => e.Semaine is not null).ToDictionary(e => e.Id);
        return [.. EnrichmentOracle.Enrich(nights.Second, Contents.Zone).Select(e => kept.GetValueOrDefault(e.Id, e))];
    }

    /// <summary>Enough for a takeover that takes some time, over few weeks.</summary>
    private static List<EnrichedEvenement> Many()
    {
        var week = new DateOnly(2025, 11, 10);
        return [.. Enumerable.Range(1, 40_000).Select(id => new EnrichedEvenement(
            id, new DateTimeOffset(2025, 11, 11 + (id % 3), 9, 0, 0, TimeSpan.Zero).AddSeconds(id % 3600), "Offre", "Favori", "nom", $"u{id % 997}", "JEUNE", "MILO", null,
            week, week.AddDays(1 + (id % 3)), "Agence", "75", "Île-de-France"))];
    }

    private static async Task AssertEachOnceAsync(TestPipeline pipeline, int expected)
    {
        Assert.Equal(expected, await pipeline.ScalarAsync<long>("select count(*) from public.evenement_engagement"));
        Assert.Equal(expected, await pipeline.ScalarAsync<long>("select count(distinct id) from public.evenement_engagement"));
        Assert.Equal(0, await pipeline.ScalarAsync<long>("""
            select count(*) from public.evenement_engagement
            where semaine is not null
              and (jour <> (date_evenement at time zone 'Europe/Paris')::date or semaine <> date_trunc('week', date_evenement at time zone 'Europe/Paris')::date)
            """));
    }

    private static Task<bool> TakenOverAsync(TestPipeline pipeline) =>
        pipeline.ScalarAsync<bool>("select to_regclass('pipeline.evenement_engagement_classique') is not null");

    private static Task RunAsync(TestPipeline pipeline, string verb) => verb switch
    {
        "charger-les-evenements" => pipeline.LoadAsync(),
        "enrichir-les-evenements" => pipeline.EnrichAsync(),
        "dump-for-analytics" => pipeline.MirrorAsync(),
        _ => pipeline.BackfillAsync(),
    };
}
