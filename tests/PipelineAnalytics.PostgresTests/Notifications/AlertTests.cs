using System.Text.Json.Nodes;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Suivi.Notifications;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Notifications;

/// <summary>What is told and what is not: failures at once, no storms, one recovery, one summary a night.</summary>
public sealed class AlertTests(PostgresFixture postgres)
{
    private const string Load = "charger-les-evenements";

    /// <summary>The space between the digits of a number, which no line breaks at.</summary>
    private const string Nbsp = "\u00a0";

    private static readonly DateOnly Night = NotifierBench.Night;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_failures_of_a_night_are_told_when_the_first_comes_and_when_the_attempts_are_over()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        for (var i = 0; i < 50; i++)
        {
            await bench.Notifier.FailedAsync(Load, $"{Load}: attempt {i} failed.", Night, bench.Time.GetUtcNow().AddMinutes(5), Cancellation);
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await bench.Notifier.FailedAsync(Load, "the last one", Night, retryAt: null, Cancellation);
        await bench.Notifier.FailedAsync(Load, "told again", Night, retryAt: null, Cancellation);

        Assert.Equal(
            """
            **Échec : charger-les-evenements (nuit du 30/06/2025)**
            ```
            charger-les-evenements: attempt 0 failed.
            ```
            Prochain essai à 02:36.
            """, (await bench.DeliveredAsync())[0]);
        Assert.Equal(
            """
            **Échec définitif cette nuit : charger-les-evenements (nuit du 30/06/2025)**
            ```
            the last one
            ```
            En échec depuis le 30/06/2025 à 02:31.
            Pas d'autre essai cette nuit : quelqu'un doit intervenir.
            """, bench.Webhook.Taken[1]);
        Assert.Equal(2, bench.Webhook.Taken.Count);
        Assert.Equal("told again", await bench.Pipeline.ScalarAsync<string>("select erreur from pipeline.alerte where sujet = 'charger-les-evenements' and dite is not null"));
    }

    [Fact]
    public async Task Each_later_night_that_fails_is_told_once_and_runs_by_hand_are_not()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        foreach (var night in new DateOnly?[] { null, null, Night, Night, null, Night.AddDays(1), Night.AddDays(1), null, Night })
        {
            await bench.Notifier.FailedAsync(Load, "no disk", night, retryAt: null, Cancellation);
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var told = await bench.DeliveredAsync();
        Assert.Equal(
            ["**Échec : charger-les-evenements**", "**Toujours en échec : charger-les-evenements (nuit du 30/06/2025)**", "**Toujours en échec : charger-les-evenements (nuit du 01/07/2025)**"],
            told.Select(t => t.Split('\n')[0]));
    }

    [Fact]
    public async Task A_recovery_is_told_once_with_its_run_and_how_long_it_lasted()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        await bench.Notifier.SucceededAsync(Load, Night, Cancellation);
        await bench.Notifier.FailedAsync(Load, "no disk", Night, retryAt: null, Cancellation);
        bench.Time.Advance(TimeSpan.FromMinutes(134));
        await TestPipeline.ExecuteAsync(bench.Pipeline.Analytics,
            $$"""insert into pipeline.suivi_job (type_job, date_debut, succes, duree_ms, resultat, session_pid, session_debut) values ('{{Load}}', now(), true, 12345, '{"loaded": 1234567}', 1, now())""");
        for (var i = 0; i < 20; i++) await bench.Notifier.SucceededAsync(Load, Night.AddDays(1), Cancellation);

        var told = await bench.DeliveredAsync();
        Assert.Equal(2, told.Count);
        Assert.Equal(
            $"""
            **Rétabli : charger-les-evenements (nuit du 01/07/2025)**
            ```
            job                     état    compteurs                     durée
            charger-les-evenements  réussi  1{Nbsp}234{Nbsp}567 événements chargés  12 s
            ```
            Après 2 h 14 min d'échec, depuis le 30/06/2025 à 02:31.
            """, told[1]);
        Assert.Equal(0, await bench.Pipeline.ScalarAsync<long>("select count(*) from pipeline.alerte"));
    }

    [Fact]
    public async Task A_failure_after_a_recovery_is_told_again()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        for (var i = 0; i < 3; i++)
        {
            await bench.Notifier.FailedAsync(Load, "no disk", Night, retryAt: null, Cancellation);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await bench.Notifier.SucceededAsync(Load, Night, Cancellation);
        }

        Assert.Equal(6, (await bench.DeliveredAsync()).Count);
    }

    [Fact]
    public async Task A_night_is_told_once_with_what_each_job_did()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        await TestPipeline.ExecuteAsync(bench.Pipeline.Analytics, """
            insert into pipeline.nuit values ('2025-06-30', '2025-06-30 00:30Z', '2025-06-30 00:30Z', '2025-06-30 00:58:12Z', 'reussie');
            insert into pipeline.suivi_job (type_job, date_debut, succes, duree_ms, resultat, erreur, session_pid, session_debut) values
              ('dump-for-analytics', now(), false, 2000, null, 'dump-for-analytics: no `disk`.', 1, now()),
              ('charger-les-evenements', now(), true, 65000, '{"loaded": 1, "inSource": 7}', null, 1, now()),
              ('enrichir-les-evenements', now(), true, 400, '{"enriched": 1, "weeksDue": 1}', null, 1, now()),
              ('charger-les-vues', now(), true, 3725000, '{"weeks": 2, "rows": 33593}', null, 1, now());
            insert into pipeline.nuit_etape (date_metier, type_job, rang, etat, tentatives, prochaine, suivi, erreur)
            select '2025-06-30', type_job, id, case when succes then 'reussie' else 'echouee' end, case when succes then 1 else 4 end, now(), id, erreur
            from pipeline.suivi_job
            """);
        var night = await NightSummary.ReadAsync(bench.Analytics, Night, Cancellation);
        for (var i = 0; i < 3; i++) await bench.Notifier.NightEndedAsync(night!, Cancellation);

        Assert.Equal(
            """
            **Nuit du 30/06/2025 : réussie, terminée à 02:58, en 28 min 12 s**
            ```
            job                      état              compteurs            durée
            dump-for-analytics       échec (4 essais)                       2 s
            charger-les-evenements   réussi            1 événement chargé   1 min 5 s
            enrichir-les-evenements  réussi            1 événement enrichi  0 s
            charger-les-vues         réussi            2 semaines publiées  1 h 2 min
            ```
            ```
            dump-for-analytics: no `disk`.
            ```
            Calculée sur le miroir d'une nuit précédente : celui de cette nuit a échoué.
            """, Assert.Single(await bench.DeliveredAsync()));
    }

    [Fact]
    public async Task A_night_of_another_date_is_told_too_and_one_that_goes_on_is_not()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        foreach (var date in new[] { Night, Night.AddDays(1), Night })
            await bench.Notifier.NightEndedAsync(new NightSummary(date, false, bench.Time.GetUtcNow(), bench.Time.GetUtcNow(), [new NightJob(Load, NightJobState.Echouee, Result: new JsonObject { ["loaded"] = 2L })]), Cancellation);
        await TestPipeline.ExecuteAsync(bench.Pipeline.Analytics, "insert into pipeline.nuit values ('2025-07-02', now(), now(), null, 'en_cours')");

        Assert.Equal(2, (await bench.DeliveredAsync()).Count);
        Assert.Contains("2 événements chargés", bench.Webhook.Taken[0], StringComparison.Ordinal);
        Assert.Null(await NightSummary.ReadAsync(bench.Analytics, new DateOnly(2025, 7, 2), Cancellation));
    }

    [Fact]
    public async Task Without_a_webhook_alerts_are_kept_and_nothing_is_written_to_be_sent()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        bench.Settings.Notification.Webhook = " ";
        using var notifier = bench.New();
        await notifier.FailedAsync(Load, "no disk", Night, retryAt: null, Cancellation);
        await notifier.NightEndedAsync(new NightSummary(Night, true, default, default, []), Cancellation);
        Assert.Equal(0, await notifier.DeliverAsync(Cancellation));

        Assert.Equal("no disk", await bench.Pipeline.ScalarAsync<string>("select erreur from pipeline.alerte where dite is null"));
        Assert.Equal(0, await bench.Pipeline.ScalarAsync<long>("select count(*) from pipeline.message"));
        await notifier.SucceededAsync(Load, Night, Cancellation);
        Assert.Equal(0, await bench.Pipeline.ScalarAsync<long>("select count(*) from pipeline.alerte"));
    }

    [Fact]
    public async Task An_error_of_any_characters_and_any_length_reaches_people_and_stays_in_its_block()
    {
        await using var bench = await NotifierBench.MakeAsync(postgres);
        var error = "relation \"```\n@channel ```` <!here> <http://x|y>\" \0 \ud83d" + string.Concat(Enumerable.Repeat("🎉`@", 25_000));
        await bench.Notifier.FailedAsync(Load, error, Night, retryAt: null, Cancellation);

        var text = Assert.Single(await bench.DeliveredAsync());
        Assert.InRange(text.Length, 3000, 16_383);
        Assert.Equal(3, text.Split("```").Length);
        Assert.Contains("…\n```\n", text, StringComparison.Ordinal);
        foreach (var call in new[] { "@c", "@`", "<!", "<h" }) Assert.DoesNotContain(call, text, StringComparison.Ordinal);
        Assert.Equal(1, await bench.Pipeline.ScalarAsync<long>("select count(*) from pipeline.alerte where length(erreur) > 75000"));
    }
}
