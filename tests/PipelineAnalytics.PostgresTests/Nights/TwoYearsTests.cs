using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>Two workers over two years of Paris's clock, four changes of it included; their work is done by stand-ins, their ledger is the real one.</summary>
public sealed class TwoYearsTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset First = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Last = new(2026, 1, 1, 18, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly[] Changes = [new(2024, 3, 31), new(2024, 10, 27), new(2025, 3, 30), new(2025, 10, 26)];

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_date_on_which_a_worker_was_there_has_its_night_once()
    {
        await using var fresh = await postgres.NewPipelineAsync();
        // Thousands of steps open connections of their own; what types the server has need not be asked for each time.
        await using var pipeline = new TestPipeline(fresh.SourceText, $"{fresh.AnalyticsText};Server Compatibility Mode=NoTypeLoading");
        var time = new FakeTimeProvider(First);
        // When somebody is there is drawn apart: two workers at once draw what befalls them in an order of their own, and would make it another two years each time.
        var (random, presence) = (new Random(2024), new Random(2026));
        using var mishaps = new Mishaps(random);
        var workers = new[] { new WorkerInside(pipeline, time, mishaps.WorkAsync), new WorkerInside(pipeline, time, mishaps.WorkAsync) };
        await workers[0].PrepareAsync();

        var expected = new SortedSet<DateOnly>();
        while (time.GetUtcNow() < Last)
        {
            // Now and then nobody is there for hours, or for days.
            var (now, step) = (time.GetUtcNow(), TimeSpan.FromMinutes(presence.Next(25) == 0 ? presence.Next(600, 3000) : presence.Next(20, 500)));
            // But on the days on which clocks change somebody is.
            var noon = Changes.Select(d => At(d, 12, 0, 0)).FirstOrDefault(n => n > now && n < now + step, now + step);
            time.Advance(noon - now);
            if (DateOfNight(time.GetUtcNow()) is { } date) expected.Add(date);
            // Whatever befalls it, a night ends in time for the next.
            do await TurnAsync(workers, random, mishaps);
            while (await pipeline.ScalarAsync<bool>("select exists (select from pipeline.nuit where etat = 'en_cours')") && Advance(time));

            for (var i = 0; i < workers.Length; i++)
            {
                if (random.Next(20) > 0) continue;
                await workers[i].DisposeAsync();
                workers[i] = new WorkerInside(pipeline, time, mishaps.WorkAsync);
            }
        }

        foreach (var worker in workers) await worker.DisposeAsync();
        Assert.Equal(string.Join(' ', expected.Select(d => $"{d:O}")), await pipeline.ScalarAsync<string>("select string_agg(date_metier::text, ' ' order by date_metier) from pipeline.nuit where etat = 'reussie'"));
        Assert.Superset(Changes.ToHashSet(), expected.ToHashSet());
        // Of 731 days: most have a night, some have none.
        Assert.InRange(expected.Count, 650, 730);
        Assert.Equal("", await pipeline.ScalarAsync<string>("""
            select coalesce(string_agg(concat_ws(' ', n.date_metier, v.type_job, s.nombre), ', '), '')
            from pipeline.nuit n
            cross join (values ('dump-for-analytics'), ('charger-les-evenements'), ('enrichir-les-evenements'), ('charger-les-vues')) v (type_job)
            cross join lateral (select count(*) from pipeline.suivi_job s where s.date_metier = n.date_metier and s.type_job = v.type_job and s.succes) s (nombre)
            where s.nombre <> case when v.type_job = 'charger-les-vues' and extract(isodow from n.date_metier) <> 1 then 0 else 1 end
            """));
        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pipeline.suivi_job where date_fin is null"));
        Assert.True(mishaps.Failures > 50 && mishaps.Stops > 20, $"{mishaps.Failures} failures, {mishaps.Stops} stops");
    }

    /// <summary>A few turns, in which both workers may be given the same step, or none: the queue forgets.</summary>
    private static async Task TurnAsync(WorkerInside[] workers, Random random, Mishaps mishaps)
    {
        while (true)
        {
            var steps = random.Next(4) == 0
                ? [.. (await Task.WhenAll(workers.Select(w => w.LookAsync()))).SelectMany(s => s)]
                : await workers[random.Next(workers.Length)].LookAsync();
            if (steps.Count == 0) return;
            var (date, verb) = steps[0];
            var taking = random.Next(5) switch { 0 => workers, 1 when random.Next(10) == 0 => [], _ => [workers[random.Next(workers.Length)]] };
            await Task.WhenAll(taking.Select(w => mishaps.RunAsync(w, date, verb)));
        }
    }

    private static bool Advance(FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromMinutes(3));
        return true;
    }

    /// <summary>The date whose night somebody who looks at that moment is to begin, if nobody has: from 02:30 of Paris, or the first moment after, until 20:00.</summary>
    private static DateOnly? DateOfNight(DateTimeOffset now)
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Paris).DateTime);
        // Clocks change at 01:00 UTC: forward from 02:00 to 03:00, where 02:30 is left out; back from 03:00 to 02:00, where the first 02:30 is in summer time.
        var due = date.ToString("MM-dd", CultureInfo.InvariantCulture) is "03-31" && date.Year == 2024 || date == new DateOnly(2025, 3, 30)
            ? At(date, 3, 0, 2)
            : date == new DateOnly(2024, 10, 27) || date == new DateOnly(2025, 10, 26) ? At(date, 2, 30, 2) : At(date, 2, 30, Paris.GetUtcOffset(now).Hours);
        return now >= due && now < At(date, 20, 0, Paris.GetUtcOffset(now).Hours) ? date : null;
    }

    private static DateTimeOffset At(DateOnly date, int hour, int minute, int offset) => new(date.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(offset));

    /// <summary>What befalls a job, now and then: a failure that passes, an order to stop. Not twice in a row.</summary>
    private sealed class Mishaps(Random random) : IDisposable
    {
        private readonly Lock chance = new();
        private CancellationTokenSource stop = new();
        private bool lately;

        public int Failures { get; private set; }

        public int Stops { get; private set; }

        public async Task RunAsync(WorkerInside worker, DateOnly date, string verb)
        {
            try
            {
                await worker.RunAsync(date, verb, stop.Token);
            }
            catch (OperationCanceledException)
            {
                Stops++;
                stop.Dispose();
                stop = new CancellationTokenSource();
            }
            catch (PipelineException)
            {
                Failures++;
            }
        }

        public void Dispose() => stop.Dispose();

        public async Task WorkAsync(JobContext context, CancellationToken cancellation)
        {
            await Task.Yield();
            int befalls;
            lock (chance) befalls = lately ? 2 : random.Next(30);
            lately = befalls < 2;
            if (befalls == 0) throw new PipelineException("a cause that passes") { MayPass = true };
            if (befalls == 1) await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
