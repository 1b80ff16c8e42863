using System.Net;
using System.Text.RegularExpressions;
using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Web.Questions;
using PipelineAnalytics.WebTests.Api;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>The dashboard reads; it could not write if it would.</summary>
public sealed partial class ReadingTests(DashboardFixture data)
{
    private const string Password = "essai";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_sessions_are_read_only_even_as_a_superuser()
    {
        await using var reading = new ReadingDatabase(new PipelineSettings { Analytics = data.AnalyticsText });
        await using var connection = await reading.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "delete from public.analytics_engagement";
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
    }

    [Fact]
    public async Task A_role_with_the_documented_grants_sees_every_page_and_may_write_nothing()
    {
        var grants = Grants().Match(Sql.Read("tableau-de-bord.md")).Groups[1].Value;
        Assert.Contains("create role tableau_de_bord", grants, StringComparison.Ordinal);
        await data.Analytics.RowsAsync(grants.Replace("'…'", $"'{Password}'", StringComparison.Ordinal));
        var reader = new NpgsqlConnectionStringBuilder(data.AnalyticsText) { Username = "tableau_de_bord", Password = Password }.ConnectionString;
        await SeesEverythingAsync(await data.ServeAsync(("ConnectionStrings__Lecture", reader)));

        await using var role = NpgsqlDataSource.Create(reader);
        foreach (var forbidden in new[] { "delete from public.analytics_engagement", "create table public.essai ()", "select email from public.jeune", "select 1 from public.evenement_engagement" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => role.RowsAsync(forbidden));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    private static async Task SeesEverythingAsync(ServedDashboard dashboard)
    {
        using var client = dashboard.Client();
        foreach (var address in PageList.Addresses.Concat(QuestionCatalog.All.Select(Samples.Address)))
        {
            using var answer = await client.GetAsync(address, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)}");
        }
    }

    /// <summary>The documentation's own, tried as it stands.</summary>
    [GeneratedRegex("```sql\n(create role.*?)```", RegexOptions.Singleline)]
    private static partial Regex Grants();
}
