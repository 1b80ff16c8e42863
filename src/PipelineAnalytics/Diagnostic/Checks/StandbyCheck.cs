using System.Globalization;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>A hot standby ends long reads that stand in the way of what it replays, unless it is told to wait.</summary>
internal sealed class StandbyCheck : ICheck
{
    /// <summary>A large table takes longer than the server's default of 30 seconds.</summary>
    private const int EnoughMs = 600_000;

    public string Subject => "source";

    public string What => "whether the source is a standby";

    public Needs Needs => Needs.Source;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        await using var source = await examination.Source.OpenAsync(cancellation);
        if (!await source.ScalarAsync<bool>("select pg_is_in_recovery()", cancellation)) return;

        var feedback = await source.ScalarAsync<string>("select current_setting('hot_standby_feedback')", cancellation);
        var delay = int.Parse(await source.ScalarAsync<string>("select setting from pg_settings where name = 'max_standby_streaming_delay'", cancellation) ?? "0", CultureInfo.InvariantCulture);
        if (feedback == "on" || delay < 0 || delay >= EnoughMs) findings.Ok("a hot standby, which lets long reads end");
        else findings.Attention($"a hot standby with hot_standby_feedback off and max_standby_streaming_delay {delay / 1000} s: it may end our reads, and the mirror begins again", "set hot_standby_feedback = on there, or max_standby_streaming_delay to more than the largest table takes");
    }
}
