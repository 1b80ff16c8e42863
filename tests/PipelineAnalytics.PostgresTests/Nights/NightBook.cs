using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>A night as it is written in analytics.</summary>
internal sealed class NightBook(TestPipeline pipeline, DateOnly date)
{
    public const string Mirror = "dump-for-analytics", Load = "charger-les-evenements", Enrichment = "enrichir-les-evenements", Vues = "charger-les-vues";

    public static readonly string[] Chain = [Mirror, Load, Enrichment, Vues];

    /// <param name="Sessions">Of its last run.</param>
    public sealed record Step(string Verb, string Etat, int Tentatives, string? Erreur, string? Sessions);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<string?> EtatAsync() => pipeline.ScalarAsync<string>($"select etat from pipeline.nuit where date_metier = '{date:O}'");

    public async Task<Step?> StepAsync(string verb) => (await StepsAsync()).SingleOrDefault(s => s.Verb == verb);

    public Task<List<Step>> StepsAsync() => RowsAsync(
        $"select e.type_job, e.etat, e.tentatives, e.erreur, s.sessions from pipeline.nuit_etape e left join pipeline.suivi_job s on s.id = e.suivi where e.date_metier = '{date:O}' order by e.rang",
        static r => new Step(r.GetString(0), r.GetString(1), r.GetInt32(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)));

    /// <summary>The night's runs: job, how it ended (null while it goes on), its error.</summary>
    public Task<List<(string Verb, bool? Success, string? Error)>> RunsAsync() => RowsAsync(
        $"select type_job, case when date_fin is not null then succes end, erreur from pipeline.suivi_job where date_metier = '{date:O}' order by id",
        static r => (r.GetString(0), r.IsDBNull(1) ? (bool?)null : r.GetBoolean(1), r.IsDBNull(2) ? null : r.GetString(2)));

    public async Task<string> TellAsync() =>
        $"night {date:O}: {await EtatAsync()}\n{string.Join('\n', await StepsAsync())}\n{string.Join('\n', await RunsAsync())}\n{string.Join('\n', await SessionsAsync())}";

    /// <summary>What the pipeline's sessions do or wait for in this server.</summary>
    private Task<List<string>> SessionsAsync() => RowsAsync(
        "select concat_ws(' ', pid, datname, application_name, state, wait_event, pg_blocking_pids(pid)::text, left(query, 150)) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
        static r => r.GetString(0));

    /// <summary>Waits for the night's end, and holds it against what is written of its steps: each succeeded, by one run.</summary>
    public async Task AssertEndsWellAsync(Workers workers)
    {
        await UntilAsync("the end of the night", async () => await EtatAsync() is not null and not "en_cours", workers);
        await AssertWellAsync(workers.Messages);
    }

    public async Task AssertWellAsync(string messages = "")
    {
        var told = $"{await TellAsync()}\n{messages}";
        Assert.True(await EtatAsync() == "reussie", told);
        Assert.True((await StepsAsync()).All(s => s.Etat == "reussie"), told);
        Assert.Equal(Chain, (await StepsAsync()).Select(s => s.Verb));
        foreach (var runs in (await RunsAsync()).GroupBy(r => r.Verb)) Assert.True(runs.Count(r => r.Success is true) == 1 && runs.All(r => r.Success is not null), told);
    }

    public Task UntilAsync(string what, Func<Task<bool>> holds, Workers workers) =>
        Soon.UntilAsync(what, holds, async () => $"{await TellAsync()}\n{workers.Messages}");

    /// <summary>The vues, and the events, are those that the oracle computes from the source's rows.</summary>
    public async Task AssertNumbersAsync(RawSource rows)
    {
        var actual = await ActualRows.ReadAsync(pipeline.Analytics, Cancellation);
        var weeks = Expectation.CompleteWeeks(rows, RandomSource.Paris, date);
        if (Difference.Between(Expectation.Of(rows, RandomSource.Paris, weeks), actual) is { } message) Assert.Fail(message);
    }

    private async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = pipeline.Analytics.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(Cancellation)) rows.Add(read(reader));
        return rows;
    }
}
