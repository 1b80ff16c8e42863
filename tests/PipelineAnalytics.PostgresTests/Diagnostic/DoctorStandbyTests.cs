using PipelineAnalytics.Diagnostic;
using PipelineAnalytics.LocalPostgres;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Diagnostic;

/// <summary>A standby may be read, if it lets readers end; it can never be written.</summary>
public sealed class DoctorStandbyTests(PostgresFixture postgres)
{
    private static readonly LocalServerOptions Replicated = new()
    {
        Settings = new Dictionary<string, string> { ["wal_level"] = "replica", ["max_wal_senders"] = "4" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_standby_is_told_on_either_side()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await using var primary = await LocalServer.StartAsync(Replicated, Cancellation);
        await primary.CreateDatabaseAsync("copie", ct: Cancellation);
        await using var standby = await primary.StartStandbyAsync(Cancellation);
        var (source, analytics) = (clinic.Settings.Source, clinic.Settings.Analytics);

        clinic.Settings.Source = standby.ConnectionString("copie");
        await clinic.FindAsync(FindingLevel.Attention, "source", "a hot standby with hot_standby_feedback off");
        (clinic.Settings.Source, clinic.Settings.Analytics) = (source, standby.ConnectionString("copie"));
        await clinic.FindAsync(FindingLevel.Fault, "analytics", "the server is a standby");
    }
}
