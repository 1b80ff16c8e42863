using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PipelineAnalytics.Diagnostic;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Diagnostic;

/// <summary>Zone, schedule, webhook: what no server is asked for, or one that never answers.</summary>
public sealed class DoctorSettingsTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("Paris+2")]
    public async Task An_unknown_zone_is_found_and_the_rest_is_looked_at(string zone)
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        clinic.Settings.FuseauHoraire = zone;
        await clinic.FindAsync(FindingLevel.Fault, "settings", $"'{zone}' is not a known time zone");
        await clinic.FindAsync(FindingLevel.Ok, "source", "the user may read");
    }

    [Fact]
    public async Task Another_zone_than_that_of_the_events_is_found()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.Pipeline.RunChainAsync();
        clinic.Settings.FuseauHoraire = "America/Cayenne";
        await clinic.FindAsync(FindingLevel.Fault, "clocks", "have their days and weeks in Europe/Paris");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_found_by_the_servers_own()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        clinic.Time = new ReplayTime(TimeProvider.System.GetUtcNow().AddMinutes(2), TimeProvider.System);
        var found = (await clinic.ExamineAsync()).Where(f => f is { Level: FindingLevel.Attention, Subject: "clocks" }).ToList();
        Assert.Equal(2, found.Count);
        Assert.All(found, f => Assert.Matches(@"(119|120)\.\d s behind", f.Message));
    }

    [Theory]
    [InlineData("tous les jours", "is no schedule")]
    [InlineData("0 0 30 2 *", "has no night")]
    public async Task A_schedule_without_nights_is_found(string cron, string told)
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        clinic.Settings.Worker.Cron = cron;
        await clinic.FindAsync(FindingLevel.Fault, "schedule", told);
    }

    [Theory]
    [InlineData("https://[", FindingLevel.Fault, "is no URL")]
    [InlineData("mattermost", FindingLevel.Fault, "is no URL")]
    [InlineData("https://127.0.0.1:1/hooks/tr0p-secret?x=tr0p-secret", FindingLevel.Attention, "https://127.0.0.1:1 cannot be reached")]
    [InlineData("http://u:tr0p-secret@127.0.0.1:1/hooks/tr0p-secret", FindingLevel.Attention, "http carries the webhook's secret in clear")]
    public async Task A_webhook_that_cannot_be_used_is_found_and_its_secret_not_told(string webhook, FindingLevel level, string told)
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        clinic.Settings.Notification.Webhook = webhook;
        await clinic.FindAsync(level, "webhook", told);
        Assert.DoesNotContain("tr0p-secret", Clinic.Text(await clinic.ExamineAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_production_has_locked_is_waited_for_once()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await using var migration = await clinic.Pipeline.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var open = await migration.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("lock table public.jeune in access exclusive mode", migration)) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var begun = Stopwatch.GetTimestamp();
        await clinic.FindAsync(FindingLevel.Attention, "source", "a table is locked there");
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Servers_that_never_answer_are_waited_for_no_longer_than_the_limit()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        clinic.Settings.Notification.Webhook = $"https://127.0.0.1:{port}/hooks/x";
        clinic.Settings.Source = new NpgsqlConnectionStringBuilder(clinic.Settings.Source) { Port = port }.ConnectionString;

        var begun = Stopwatch.GetTimestamp();
        var text = Clinic.Text(await clinic.ExamineAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Assert.Contains("cannot be reached: no answer within 5 s", text, StringComparison.Ordinal);
        Assert.Contains("Fault source: Cannot connect", text, StringComparison.Ordinal);
    }
}
