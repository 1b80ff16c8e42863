using System.Globalization;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

/// <summary>Events of users without an agency get one when their user has one within the days of the setting, and not after.</summary>
public sealed class AgencyRetryTests(PostgresFixture postgres)
{
    private const int Days = 3;

    private static readonly DateTimeOffset FirstNight = DateTimeOffset.Parse("2025-11-25T03:00:00+01:00", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Nobody has an agency on the first night: the counsellor has none, or his agency is not known, or the jeune is not.</summary>
    private static RawSource Without { get; } = With([new("c1", null, "MILO", null), new("c2", null, "MILO", "a2")], [new("j1", "c1", null, "MILO", "CEJ")]);

    private static RawSource Since { get; } = With(
        [new("c1", null, "MILO", "a1"), new("c2", null, "MILO", "a2")],
        [new("j1", "c1", null, "MILO", "PACEA"), new("j2", "c2", null, "MILO", "PACEA")],
        new("a1", "Agence Sud", "Bretagne", "2A"), new("a2", "Agence Nord", null, null));

    [Theory]
    [InlineData(1)]
    [InlineData(Days)]
    public async Task Found_within_the_days_it_is_given_and_all_that_derives_from_it_follows(int later)
    {
        await using var pipeline = await FirstAsync();
        var run = await NightAsync(pipeline, Since, later);

        // What is found late is the agency; the structure stays what it was when the event was enriched.
        var expected = EnrichmentOracle.Enrich(Since, Contents.Zone).Zip(EnrichmentOracle.Enrich(Without, Contents.Zone), static (now, then) => then with { Agence = now.Agence, Departement = now.Departement, Region = now.Region }).ToList();
        Assert.Equal(expected.Count(e => e.Agence is not null), Completed(run));
        Assert.Equal(4, Completed(run));
        await pipeline.VuesAsync();
        await Contents.AssertAsync(pipeline, expected, Since);
    }

    [Fact]
    public async Task Found_after_the_days_it_is_not_given()
    {
        await using var pipeline = await FirstAsync();
        var run = await NightAsync(pipeline, Since, Days + 1);

        Assert.Equal(0, Completed(run));
        await pipeline.BackfillAsync();
        await Contents.AssertAsync(pipeline, EnrichmentOracle.Enrich(Without, Contents.Zone), Since);
    }

    [Fact]
    public async Task An_agency_once_given_stays_when_the_user_moves_again()
    {
        await using var pipeline = await FirstAsync();
        await NightAsync(pipeline, Since, 1);
        var run = await NightAsync(pipeline, Since with { Agences = [new("a1", "Une autre", "Ailleurs", "99"), new("a2", "Une autre", "Ailleurs", "99")] }, 2);

        Assert.Equal(0, Completed(run));
        Assert.Equal("Agence Nord,Agence Sud", await pipeline.ScalarAsync<string>("select string_agg(distinct agence, ',' order by agence) from public.evenement_engagement"));
    }

    /// <summary>The dates of phones: what no .NET date can say is an event like any other to the server.</summary>
    [Theory]
    [InlineData("0044-03-15 12:00+00 BC")]
    [InlineData("20250-06-24 12:00+00")]
    [InlineData("9999-12-31 23:30+00")]
    public async Task The_agency_of_an_event_of_a_date_far_away_is_given_too(string date)
    {
        await using var pipeline = await FirstAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, $"insert into evenement_engagement_hebdo (id, date_evenement, id_utilisateur, type_utilisateur, structure) values (900, '{date}', 'c1', 'CONSEILLER', 'MILO')");
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        await pipeline.LayMirrorAsync(Since);
        await pipeline.EnrichAsync();

        Assert.Equal("Agence Sud", await pipeline.ScalarAsync<string>("select agence from public.evenement_engagement where id = 900"));
    }

    private async Task<TestPipeline> FirstAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        pipeline.Settings.JoursAgenceInconnue = Days;
        var run = await NightAsync(pipeline, Without, 0);
        Assert.Equal(0, Completed(run));
        await pipeline.BackfillAsync();
        await Contents.AssertAsync(pipeline, EnrichmentOracle.Enrich(Without, Contents.Zone), Without);
        return pipeline;
    }

    private static async Task<JobRun> NightAsync(TestPipeline pipeline, RawSource rows, int later)
    {
        pipeline.Maintenant = FirstNight.AddDays(later);
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        await pipeline.LayMirrorAsync(rows);
        await pipeline.LoadAsync();
        return await pipeline.EnrichAsync();
    }

    private static long Completed(JobRun run) => long.Parse(run.Outcome.Result["agencyFoundSince"]!.ToJsonString(), CultureInfo.InvariantCulture);

    private static RawSource With(RawConseiller[] conseillers, RawJeune[] jeunes, params RawAgence[] agences) => new(
        [
            Evenement(1, "j1", "JEUNE", 10), Evenement(2, "j1", "JEUNE", 11), Evenement(3, "j2", "JEUNE", 17), Evenement(4, "c1", "CONSEILLER", 12),
            Evenement(5, "c1", "JEUNE", 12), Evenement(6, "j1", "SUPPORT", 12), Evenement(7, null, "JEUNE", 12),
        ],
        jeunes, conseillers, agences, []);

    private static RawEvenement Evenement(int id, string? user, string type, int day) =>
        new(id, "Offre", "Favori", null, null, user, type, "MILO", new DateTimeOffset(2025, 11, day, 9, 0, 0, TimeSpan.Zero));
}
