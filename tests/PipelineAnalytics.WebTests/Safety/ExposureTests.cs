using PipelineAnalytics.Web.Access;
using PipelineAnalytics.WebTests.Harness;
using Xunit;

namespace PipelineAnalytics.WebTests.Safety;

/// <summary>Where others could reach it, the dashboard does not start without somebody at the door.</summary>
public sealed class ExposureTests
{
    [Theory]
    [InlineData("web", "http://0.0.0.0:0")]
    [InlineData("worker", "http://*:0")]
    public async Task An_address_that_others_can_reach_is_refused_without_a_key_or_a_header(string verb, string address)
    {
        var error = await RefusedAsync(verb, address);
        Assert.Contains("Pipeline__Web__Cle", error, StringComparison.Ordinal);
        Assert.Contains("Pipeline__Web__EnTete", error, StringComparison.Ordinal);
        Assert.Contains(address, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://+:5090")]
    [InlineData("http://[::]:5090")]
    [InlineData("http://192.0.2.1:5090")]
    [InlineData("http://tableau.example:5090")]
    [InlineData("http://localhost.example:5090")]
    [InlineData("http://127.0.0.1.example:5090")]
    [InlineData("http://127.0.0.1:5090/;http://0.0.0.0:5091")]
    public void Whatever_is_not_this_machine_alone_can_be_reached_by_others(string address)
    {
        Assert.False(Exposure.IsLoopback(address));
        Assert.Equal(2, Assert.Throws<PipelineException>(() => Exposure.EnsureUsable("Pipeline__Web__Adresse", address, new WebSettings())).ExitCode);
        Exposure.EnsureUsable("Pipeline__Web__Adresse", address, new WebSettings { Cle = KeyFixture.Key });
        Exposure.EnsureUsable("Pipeline__Web__Adresse", address, new WebSettings { EnTete = "X-Forwarded-User" });
    }

    [Theory]
    [InlineData("http://127.0.0.1:5090")]
    [InlineData("http://127.8.9.10:5090")]
    [InlineData("http://[::1]:5090")]
    [InlineData("http://LOCALHOST:5090")]
    [InlineData("http://unix:/run/tableau.sock")]
    public void This_machine_needs_neither_key_nor_header(string address) => Exposure.EnsureUsable("Pipeline__Web__Adresse", address, new WebSettings());

    [Fact]
    public async Task A_key_that_is_too_short_is_refused_and_not_shown()
    {
        var error = await RefusedAsync("web", "http://127.0.0.1:0", ("Pipeline__Web__Cle", "devinette"));
        Assert.Contains("16 characters", error, StringComparison.Ordinal);
        Assert.DoesNotContain("devinette", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_address_is_refused_with_one_that_is() =>
        Assert.Contains("http://127.0.0.1:5080", await RefusedAsync("web", "partout"), StringComparison.Ordinal);

    /// <returns>What is said: one line, and the exit code of wrong settings.</returns>
    private static async Task<string> RefusedAsync(string verb, string address, params (string Name, string Value)[] settings)
    {
        // Nothing is asked of the databases: nobody answers there.
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Source"] = "Host=127.0.0.1;Port=1;Database=production;Username=nobody",
            ["ConnectionStrings__Analytics"] = "Host=127.0.0.1;Port=1;Database=analytics;Username=nobody",
            ["Pipeline__Web__Adresse"] = address,
            ["Pipeline__Worker__Adresse"] = address,
        };
        foreach (var (name, value) in settings) all[name] = value;
        var run = await ServedDashboard.RefusedAsync(verb, all);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.StandardOutput);
        var line = Assert.Single(run.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        return line;
    }
}
