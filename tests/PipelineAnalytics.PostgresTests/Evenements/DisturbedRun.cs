using System.Diagnostics;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

internal enum Disturbance
{
    /// <summary><c>kill -9</c> of the executable's process.</summary>
    Kill,

    /// <summary>The server ends the sessions on the source.</summary>
    TerminateOnSource,

    /// <summary>The server ends the sessions on analytics.</summary>
    TerminateOnAnalytics,

    /// <summary>The network between the executable and the server.</summary>
    Cut,
}

/// <summary>
/// Runs of the real executable behind a wire of its own, disturbed in their midst: not after some time, which means something else
/// on each machine, but once the server was seen to do so many different things for it.
/// </summary>
internal sealed class DisturbedRun : IAsyncDisposable
{
    public const string Start = "true", Write = "backend_xid is not null", Takeover = "query like '%reprise%'";

    private readonly TestPipeline pipeline;
    private readonly CuttableProxy wire;
    private readonly NpgsqlDataSource watch;

    public DisturbedRun(TestPipeline pipeline)
    {
        this.pipeline = pipeline;
        wire = new CuttableProxy(new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText).Port);
        watch = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { ApplicationName = "watch" });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An undisturbed run, through the same wire.</summary>
    /// <returns>Standard error when it failed, else null.</returns>
    public async Task<string?> RunAsync(string verb)
    {
        using var process = Launch(verb);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await Task.WhenAll(process.WaitForExitAsync(Cancellation), process.StandardOutput.ReadToEndAsync(Cancellation));
        return process.ExitCode == 0 ? null : await error;
    }

    /// <param name="verb">What is run.</param>
    /// <param name="since">From when on what is seen counts: a condition on a session of the run, in <c>pg_stat_activity</c>'s words.</param>
    /// <param name="after">Things that the server was seen to do for the run, before the disturbance.</param>
    /// <param name="disturbance">What comes then.</param>
    /// <returns>Whether the disturbance met the run, and whether the run succeeded all the same.</returns>
    public async Task<(bool Met, bool Succeeded)> DisturbAsync(string verb, string since, int after, Disturbance disturbance)
    {
        using var process = Launch(verb);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        await SeenAsync(process, since, after);
        var met = !process.HasExited && await DisturbAsync(process, disturbance);
        await process.WaitForExitAsync(Cancellation);
        await output;
        // A process that was killed says nothing; any other end is told in a line, never by a trace.
        Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
        if (disturbance != Disturbance.Kill) Assert.True(process.ExitCode is 0 or 1, await error);
        return (met, process.ExitCode == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await watch.DisposeAsync();
        await wire.DisposeAsync();
    }

    private async Task SeenAsync(Process process, string since, int after)
    {
        var seen = new HashSet<string>();
        var begun = false;
        await using var connection = await watch.OpenConnectionAsync(Cancellation);
        await using var command = new NpgsqlCommand($"select pid || ' ' || state || ' ' || coalesce(state_change::text, ''), {since} from pg_stat_activity where application_name like 'pipeline-analytics%' and datname = any ($1) and state is not null", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { Database(pipeline.SourceText), Database(pipeline.AnalyticsText) } });
        await command.PrepareAsync(Cancellation);
        while (seen.Count < after && !process.HasExited)
        {
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation))
            {
                begun |= reader.GetBoolean(1);
                if (begun) seen.Add(reader.GetString(0));
            }
        }
    }

    private async Task<bool> DisturbAsync(Process process, Disturbance disturbance)
    {
        switch (disturbance)
        {
            case Disturbance.Kill:
                process.Kill();
                return true;
            case Disturbance.Cut:
                return wire.Cut() > 0;
            default:
                await using (var command = watch.CreateCommand("select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'pipeline-analytics%' and datname = $1"))
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = Database(disturbance == Disturbance.TerminateOnSource ? pipeline.SourceText : pipeline.AnalyticsText) });
                    return (long)(await command.ExecuteScalarAsync(Cancellation))! > 0;
                }
        }
    }

    private Process Launch(string verb)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pipeline-analytics.dll"), verb, "--maintenant", "2025-11-26T03:00:00+01:00"]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in Executable.Executable.Settings(Wired(pipeline.SourceText), Wired(pipeline.AnalyticsText))) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private string Wired(string text) => new NpgsqlConnectionStringBuilder(text) { Port = wire.Port }.ConnectionString;

    private static string Database(string text) => new NpgsqlConnectionStringBuilder(text).Database!;
}
