using System.Globalization;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>
/// A week of nights of the real worker, from Monday to Monday, while the app goes on writing events; then a backfill of the same by
/// hand into an empty analytics. <c>PIPELINE_SEMAINE_VITESSE</c> is the speed of the worker's clock: 60 takes 2 h 45.
/// </summary>
public sealed class WeekTests(PostgresFixture postgres)
{
    private const int DefaultSpeed = 9000;

    /// <summary>A Monday at noon; clocks change on the Sunday after.</summary>
    private static readonly DateTimeOffset Begin = new(2025, 3, 24, 12, 0, 0, TimeSpan.FromHours(1));

    private static readonly DateOnly LastNight = new(2025, 3, 31);

    /// <summary>The app's last event; those of the last week are all there for the night of its Monday.</summary>
    private static readonly DateTimeOffset Quiet = new(2025, 3, 30, 21, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Speed => int.TryParse(Environment.GetEnvironmentVariable("PIPELINE_SEMAINE_VITESSE"), CultureInfo.InvariantCulture, out var speed) ? speed : DefaultSpeed;

    [Fact]
    public async Task A_week_of_nights_ends_with_the_vues_of_a_plain_backfill()
    {
        var rows = RandomSource.Sample(81, 120);
        // Of the events that are there a part is from before, the rest happens, and is written, during the week.
        var before = rows with { Evenements = [.. rows.Evenements.Where(e => e.DateEvenement is null || e.DateEvenement < Begin)] };
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, before, Cancellation);
        await using var workers = new Workers(pipeline, Begin.ToString("O", CultureInfo.InvariantCulture), Speed);
        var last = new NightBook(pipeline, LastNight);
        var worker = workers.Start();

        var written = await WriteAsync(pipeline, workers);
        await UntilAsync(async () => await last.EtatAsync() is not null and not "en_cours", last, workers);
        Assert.True(await worker.TerminateAsync() == 0, worker.Messages);

        Assert.True(written > 50, $"{written} events");
        Assert.Equal("reussie", await pipeline.ScalarAsync<string>("select string_agg(distinct etat, ' ') from pipeline.nuit"));
        Assert.Equal("", await pipeline.ScalarAsync<string>("select coalesce(string_agg(concat_ws(' ', date_metier, type_job, nombre), ', '), '') from (select date_metier, type_job, count(*) as nombre from pipeline.suivi_job where succes group by 1, 2) r where nombre > 1"));
        // At a very high speed, on a busy machine, a night may last longer than its day, and the next be left out.
        Assert.InRange(await pipeline.ScalarAsync<long>("select count(*) from pipeline.nuit"), Speed == 60 ? 8 : 3, 8);
        await AssertAsByHandAsync(pipeline);
    }

    /// <summary>The app: every few hours of the worker's clock some events of those hours, and some that come days late.</summary>
    private static async Task<int> WriteAsync(TestPipeline pipeline, Workers workers)
    {
        var random = new Random(81);
        var written = 0;
        for (var until = Begin; until < Quiet;)
        {
            var next = until.AddMinutes(random.Next(60, 300));
            if (next > Quiet) break;
            while (workers.Now < next) await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
            for (var i = random.Next(1, 6); i > 0; i--, written++)
            {
                var moment = next.AddMinutes(-random.Next(1, 60)) - (random.Next(5) == 0 ? TimeSpan.FromDays(random.Next(1, 20)) : TimeSpan.Zero);
                await TestPipeline.ExecuteAsync(pipeline.Source, string.Create(CultureInfo.InvariantCulture, $"""
                    insert into evenement_engagement_hebdo (categorie, action, nom, id_utilisateur, type_utilisateur, structure, date_evenement)
                    values ('Offre', 'Consultation', 'Détail', '{RandomEvenements.IdsJeunes[random.Next(6)]}', 'JEUNE', 'MILO', '{moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}')
                    """));
            }

            until = next;
        }

        return written;
    }

    private async Task AssertAsByHandAsync(TestPipeline pipeline)
    {
        await using var other = await postgres.NewPipelineAsync();
        await using var plain = new TestPipeline(pipeline.SourceText, other.AnalyticsText);
        foreach (var verb in new[] { NightBook.Mirror, NightBook.Load, NightBook.Enrichment, "initialiser-les-vues" })
        {
            var result = await Executable.Executable.RunAsync(Executable.Executable.Settings(plain.SourceText, plain.AnalyticsText), Cancellation, verb, "--maintenant", "2025-03-31T03:00:00+02:00");
            Assert.True(result.ExitCode == 0, result.StandardError);
        }

        var expected = await ActualRows.ReadAsync(plain.Analytics, Cancellation);
        Assert.Contains(expected.Engagement, row => row.Semaine == new DateOnly(2025, 3, 24));
        if (Difference.Between(expected, await ActualRows.ReadAsync(pipeline.Analytics, Cancellation)) is { } message) Assert.Fail(message);
    }

    /// <summary>A night, at any speed, is waited for as long as it may last.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds, NightBook last, Workers workers)
    {
        var patience = Begin.AddDays(7).AddHours(12);
        while (workers.Now < patience && !await holds()) await Task.Delay(TimeSpan.FromMilliseconds(200), Cancellation);
        await last.UntilAsync("the last night", holds, workers);
    }
}
