using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Web;

/// <summary>What the dashboard takes for the last chain, and for a run that goes on.</summary>
public sealed class RunsSeenTests(PostgresFixture postgres)
{
    private const string Mirror = "dump-for-analytics", Events = "charger-les-evenements";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Runs in the order in which they began; "nuit" are of the same night, "main" by hand; "revenu" brought a mirror back.</summary>
    [Theory]
    [InlineData("a night", "1,2", $"nuit {Mirror} reussie", $"nuit {Events} reussie")]
    [InlineData("a night that goes on after a mirror by hand", "1,3", $"nuit {Mirror} reussie", $"main {Mirror} reussie", $"nuit {Events} reussie")]
    [InlineData("a mirror by hand that nothing followed hides no night", "1,2", $"nuit {Mirror} reussie", $"nuit {Events} reussie", $"main {Mirror} reussie")]
    [InlineData("a chain by hand", "3,4", $"nuit {Mirror} reussie", $"nuit {Events} reussie", $"main {Mirror} reussie", $"main {Events} echouee")]
    [InlineData("a mirror by hand that failed", "3", $"nuit {Mirror} reussie", $"nuit {Events} reussie", $"main {Mirror} echouee")]
    [InlineData("a mirror by hand that was interrupted", "2", $"nuit {Mirror} reussie", $"main {Mirror} interrompue")]
    [InlineData("a mirror that was brought back is no chain", "1", $"nuit {Mirror} reussie", $"main {Mirror} revenu")]
    public async Task The_last_chain_is(string what, string expected, params string[] runs)
    {
        await using var pipeline = await MigratedAsync();
        foreach (var run in runs.Select(r => r.Split(' '))) await AddAsync(pipeline.Analytics, run[0] == "nuit", run[1], run[2]);

        var answer = await AskAsync(pipeline.Settings, "tableau_chaine");
        Assert.True(expected == string.Join(',', answer.Rows.Select(r => r["id"])), what);
        Assert.All(answer.Rows, r => Assert.Equal(runs[(int)r.Count("id") - 1].Split(' ')[2], r.Text("etat")));
    }

    /// <summary>A role without pg_read_all_stats sees that there is a session of that number, and not since when: a sign of life stands for it.</summary>
    [Theory]
    [InlineData("1 minute", "en_cours")]
    [InlineData("11 minutes", "interrompue")]
    public async Task A_reading_role_sees_a_run_that_goes_on_by_its_sign_of_life(string ago, string expected)
    {
        await using var pipeline = await MigratedAsync();
        await using var session = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        // The session's number was taken over from one that began earlier.
        await AddAsync(session, $"pg_backend_pid(), clock_timestamp() - interval '1 day', clock_timestamp() - interval '{ago}'");
        var role = $"lecture_{Guid.NewGuid():n}";
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"create role {role} login password '{role}'; grant usage on schema pipeline to {role}; grant select on pipeline.suivi_job to {role}");
        try
        {
            pipeline.Settings.Lecture = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { Username = role, Password = role }.ConnectionString;
            foreach (var question in new[] { "tableau_chaine", "executions_liste" }) Assert.Equal(expected, Assert.Single((await AskAsync(pipeline.Settings, question)).Rows).Text("etat"));

            // Whoever sees when sessions began is not taken in.
            await TestPipeline.ExecuteAsync(pipeline.Analytics, $"grant pg_read_all_stats to {role}");
            Assert.Equal("interrompue", Assert.Single((await AskAsync(pipeline.Settings, "executions_liste")).Rows).Text("etat"));
        }
        finally
        {
            await TestPipeline.ExecuteAsync(pipeline.Analytics, $"drop owned by {role}; drop role {role}");
        }
    }

    private async Task<TestPipeline> MigratedAsync()
    {
        var pipeline = await postgres.NewPipelineAsync();
        await Migrator.MigrateAsync(new AnalyticsDatabase(pipeline.AnalyticsText), pipeline.Settings, NullLogger.Instance, Cancellation);
        return pipeline;
    }

    private static async Task<Answer> AskAsync(PipelineSettings settings, string question)
    {
        await using var reading = new ReadingDatabase(settings);
        return await new Asker(reading).AskAsync(question, new Dictionary<string, string?>(), Cancellation);
    }

    /// <summary>A run a minute, from some hour on.</summary>
    private static Task AddAsync(NpgsqlDataSource analytics, bool night, string verb, string state) => TestPipeline.ExecuteAsync(analytics, $"""
        insert into pipeline.suivi_job (type_job, date_debut, date_fin, succes, resultat, duree_ms, session_pid, session_debut, date_metier)
        select '{verb}', d, {(state == "interrompue" ? "null" : "d + interval '1 second'")}, {state switch { "reussie" or "revenu" => "true", "echouee" => "false", _ => "null" }},
               {(state == "revenu" ? """'{"cameBack": true}'""" : "'{}'")}, 1000, 0, d, {(night ? "'2025-11-23'::date" : "null::date")}
        from (select timestamptz '2025-11-23 02:30+01' + (count(*) * interval '1 minute') from pipeline.suivi_job) t (d)
        """);

    private static async Task AddAsync(NpgsqlConnection session, string seen)
    {
        await using var insert = new NpgsqlCommand($"insert into pipeline.suivi_job (type_job, date_debut, session_pid, session_debut, battement) select '{Mirror}', clock_timestamp(), {seen}", session);
        await insert.ExecuteNonQueryAsync(Cancellation);
    }
}
