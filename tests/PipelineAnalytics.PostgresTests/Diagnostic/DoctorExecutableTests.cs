using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Diagnostic;

/// <summary>The verb <c>doctor</c> as scripts and people meet it.</summary>
public sealed class DoctorExecutableTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_fault_it_ends_with_0_in_a_line_a_finding()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        var result = await Executable.Executable.RunAsync(Settings(clinic), Cancellation, "doctor");

        Assert.Equal(0, result.ExitCode);
        var lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines[..^1], l => Assert.Matches("^(ok|attention) +[a-z ]+: ", l));
        Assert.StartsWith("0 faults, ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_it_is_one_object_and_a_fault_ends_with_1()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        var settings = Settings(clinic);
        (settings["Pipeline__FuseauHoraire"], settings["Pipeline__Notification__Webhook"]) = ("Mars/Olympus", "https://127.0.0.1:1/hooks/tr0p-secret");
        var result = await Executable.Executable.RunAsync(settings, Cancellation, "doctor", "--json");

        Assert.Equal(1, result.ExitCode);
        var answer = JsonNode.Parse(result.StandardOutput)!;
        Assert.Equal((false, "doctor"), ((bool)answer["success"]!, (string?)answer["job"]));
        var findings = answer["findings"]!.AsArray();
        Assert.All(findings, f => Assert.Equal(["level", "subject", "message", "remedy"], f!.AsObject().Select(p => p.Key)));
        Assert.All(findings, f => Assert.Matches("^(ok|attention|fault)$", (string?)f!["level"]));
        Assert.Contains(findings, f => (string)f!["level"]! == "fault" && ((string)f["message"]!).Contains("Mars/Olympus", StringComparison.Ordinal));
        var all = result.StandardOutput + result.StandardError;
        Assert.DoesNotContain("tr0p-secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_there_is_not_is_wrong_usage()
    {
        var result = await Executable.Executable.RunAsync(Executable.Executable.Settings(null, null), Cancellation, "doctor", "--Pipeline:FuseauHorraire=Europe/Paris");
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_at_once()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("There is no SIGINT to send.");
        await using var clinic = await Clinic.OpenAsync(postgres);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = Settings(clinic);
        settings["Pipeline__Notification__Webhook"] = $"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/x";
        var accepted = silent.AcceptSocketAsync(Cancellation).AsTask();
        var command = Executable.Executable.Command(settings, "doctor");
        using var interrupted = new CancellationTokenSource();
        var running = CliWrap.Buffered.BufferedCommandExtensions.ExecuteBufferedAsync(command, System.Text.Encoding.UTF8, System.Text.Encoding.UTF8, CancellationToken.None, interrupted.Token);
        using var socket = await accepted;

        var begun = Stopwatch.GetTimestamp();
        await interrupted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    private static Dictionary<string, string?> Settings(Clinic clinic) => Executable.Executable.Settings(clinic.Settings.Source, clinic.Settings.Analytics);
}
