using System.Globalization;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>The clocks of this machine and of the servers: nights are due, and weeks are over, by the clock of this one.</summary>
internal sealed class ClockCheck : ICheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    public string Subject => "clocks";

    public string What => "clocks";

    public Needs Needs => Needs.Nothing;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        var agree = new List<string>();
        foreach (var database in examination.Databases)
        {
            await using var connection = await database.OpenAsync(cancellation);
            var begun = examination.Time.GetTimestamp();
            var before = examination.Time.GetUtcNow();
            var there = await connection.ScalarAsync<DateTime>("select clock_timestamp()", cancellation);
            var trip = examination.Time.GetElapsedTime(begun);
            // It was read somewhere within the trip.
            var ahead = there - (before + trip / 2).UtcDateTime;
            var said = string.Create(CultureInfo.InvariantCulture, $"{database.Place} {Math.Abs(ahead.TotalSeconds):0.0} s {(ahead < TimeSpan.Zero ? "behind" : "ahead")}");
            if (ahead.Duration() > Tolerated + trip) findings.Attention($"the clock of {said} of this machine's", "let both follow a time server (chrony, systemd-timesyncd)");
            else agree.Add(said);
        }

        if (agree.Count > 0) findings.Ok($"this machine {examination.Time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}; {string.Join(", ", agree)}");
    }
}
