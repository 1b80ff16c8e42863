using System.Collections.Concurrent;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>Two workers, and people who start jobs by hand, all at once.</summary>
public sealed class SharedNightTests(PostgresFixture postgres)
{
    private static readonly DateOnly Monday = new(2025, 11, 24);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workers_and_jobs_by_hand_at_once_never_do_the_same_job_together_and_the_chain_ends_right()
    {
        var rows = RandomSource.Sample(55, 40);
        await using var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, rows, Cancellation);
        // The tables are there, as on any night but the first: the rest is watched from its first moment.
        await using (var inside = new WorkerInside(pipeline, TimeProvider.System)) await inside.PrepareAsync();
        await using var workers = new Workers(pipeline, "2025-11-24T02:31:00+01:00", speed: 5);
        var night = new NightBook(pipeline, Monday);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(pipeline, ended.Token);

        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        workers.Start();
        workers.Start();
        var byHand = await Task.WhenAll(
            Executable.Executable.RunAsync(settings, Cancellation, "dump-for-analytics", "--maintenant", WorkerProcess.Moment(workers.Now)),
            Executable.Executable.RunAsync(settings, Cancellation, "run", "--maintenant", WorkerProcess.Moment(workers.Now)));
        Assert.All(byHand, result => Assert.True(result.ExitCode == 0, result.StandardError));
        await night.UntilAsync("the end of the night", async () => await night.EtatAsync() is not null and not "en_cours", workers);

        await ended.CancelAsync();
        var together = await watching;
        var told = $"{await night.TellAsync()}\n{workers.Messages}";
        Assert.True(await night.EtatAsync() == "reussie" && (await night.StepsAsync()).All(s => s.Etat == "reussie"), told);
        Assert.All((await night.RunsAsync()).GroupBy(r => r.Verb), runs => Assert.Single(runs));
        Assert.True(together.IsEmpty, $"{string.Join('\n', together)}\n{told}");
        await night.AssertNumbersAsync(rows);
    }

    /// <summary>Looks all the time at the runs that have the lock of their job, and at the chains under way: one of each, at most.</summary>
    private static async Task<ConcurrentBag<string>> WatchAsync(TestPipeline pipeline, CancellationToken ended)
    {
        var together = new ConcurrentBag<string>();
        while (!ended.IsCancellationRequested)
        {
            // A run by hand of one job, which may wait for the night's, holds up the others of its name without being at work.
            if (await pipeline.ScalarAsync<string>("""
                select string_agg(concat_ws(' ', s.id, s.type_job, s.date_metier, s.sessions), ', ')
                from pipeline.suivi_job s
                where s.date_fin is null
                  and not exists (select from pg_stat_activity a where a.application_name = s.sessions and a.wait_event_type = 'Lock' and a.wait_event = 'advisory')
                group by s.type_job
                having count(*) > 1
                   and count(*) filter (where exists (
                     select from pg_locks l join pg_stat_activity a using (pid)
                     where a.application_name = s.sessions and l.locktype = 'advisory' and l.granted and l.classid = x'70697065'::int::oid and l.objid in (2, 3, 4))) > 1
                """) is { } found) together.Add(found);
            if (await pipeline.ScalarAsync<string>("""
                select string_agg(a.application_name, ', ')
                from pg_locks l join pg_stat_activity a using (pid)
                where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
                  and l.classid = x'70697065'::int::oid and l.objid in (2, 3, 4, 6) and l.objsubid = 2
                group by l.objid
                having count(*) > 1
                """) is { } held) together.Add(held);
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        return together;
    }
}
